-- What has changed since an instant, for assertions as for the other lists: for readers, and for editors.
CREATE INDEX "assertion_by_updated_at" ON "assertion" ("updated_at", "id") WHERE "visible";
CREATE INDEX "assertion_by_updated_at_of_all" ON "assertion" ("updated_at", "id");
