-- A reader's look-up by slug uses an index that has no hidden rows: a hidden slug then takes the same path, and the same time,
-- as one that does not exist.
CREATE UNIQUE INDEX "party_published_slug" ON "party" ("slug") WHERE "state" = 'PUBLISHED';
CREATE UNIQUE INDEX "statement_published_slug" ON "statement" ("slug") WHERE "state" = 'PUBLISHED';
CREATE UNIQUE INDEX "allegation_published_slug" ON "allegation" ("slug") WHERE "state" = 'PUBLISHED';
