-- By hand: the orders in which editors page, who see all. What readers see has partial indexes of its own. A date that is
-- open or missing comes last either way, which takes an index for each direction.

CREATE INDEX "party_by_name_of_all" ON "party" ("name", "id");
CREATE INDEX "party_by_created_at_of_all" ON "party" ("created_at", "id");
CREATE INDEX "party_by_updated_at_of_all" ON "party" ("updated_at", "id");

CREATE INDEX "statement_newest_of_all" ON "statement" (coalesce("issued_earliest", '-infinity'::date) DESC, "id" DESC);
CREATE INDEX "statement_oldest_of_all" ON "statement" (coalesce("issued_earliest", 'infinity'::date), "id");
CREATE INDEX "statement_by_title_of_all" ON "statement" ("title", "id");
CREATE INDEX "statement_by_created_at_of_all" ON "statement" ("created_at", "id");
CREATE INDEX "statement_by_updated_at_of_all" ON "statement" ("updated_at", "id");

CREATE INDEX "allegation_newest_of_all" ON "allegation" (coalesce("occurred_earliest", '-infinity'::date) DESC, "id" DESC);
CREATE INDEX "allegation_oldest_of_all" ON "allegation" (coalesce("occurred_earliest", 'infinity'::date), "id");
CREATE INDEX "allegation_by_summary_of_all" ON "allegation" ("summary", "id");
CREATE INDEX "allegation_by_created_at_of_all" ON "allegation" ("created_at", "id");
CREATE INDEX "allegation_by_updated_at_of_all" ON "allegation" ("updated_at", "id");

CREATE INDEX "assertion_in_order_of_all" ON "assertion" (coalesce("statement_issued", '-infinity'::date) DESC, "statement_id" DESC, coalesce("anchor_start", 2147483647), "id");
CREATE INDEX "assertion_newest_of_all" ON "assertion" (coalesce("said_earliest", '-infinity'::date) DESC, "id" DESC);
CREATE INDEX "assertion_oldest_of_all" ON "assertion" (coalesce("said_earliest", 'infinity'::date), "id");
CREATE INDEX "assertion_by_created_at_of_all" ON "assertion" ("created_at", "id");

CREATE INDEX "finding_oldest_of_all" ON "finding" (coalesce("ruled_earliest", 'infinity'::date), "id");
