-- The newest change that a reader can see names what they read now: it has to be found at once, however many drafts came after.
CREATE INDEX "change_seen_by_readers" ON "change" ("seq") WHERE "visible_before" OR "visible_after";
