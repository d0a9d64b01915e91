-- What the peers need beside the store's own tables, so that none of them is slow for want of something that its user would
-- have made. The tables themselves serve all.

CREATE EXTENSION pg_stat_statements;

-- Our orders use indexes on expressions, which put missing dates last. No date is missing in these data, and the peers order
-- by the plain columns. They are whole, since Prisma asks for states in a way that PostgreSQL cannot match to a partial index.
CREATE INDEX bench_statement_issued ON statement (issued_earliest, id);
CREATE INDEX bench_allegation_occurred ON allegation (occurred_earliest, id);

-- Row security is how PostGraphile has its users decide who sees what. It binds this role only, not the tables' owner.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bench_reader') THEN
    CREATE ROLE bench_reader LOGIN PASSWORD 'bench';
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO bench_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO bench_reader;
ALTER TABLE party ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement ENABLE ROW LEVEL SECURITY;
ALTER TABLE allegation ENABLE ROW LEVEL SECURITY;
ALTER TABLE assertion ENABLE ROW LEVEL SECURITY;
CREATE POLICY published ON party FOR SELECT TO bench_reader USING (state = 'PUBLISHED');
CREATE POLICY published ON statement FOR SELECT TO bench_reader USING (state = 'PUBLISHED');
CREATE POLICY published ON allegation FOR SELECT TO bench_reader USING (state = 'PUBLISHED');
CREATE POLICY visible ON assertion FOR SELECT TO bench_reader USING (visible);

-- Keystone wants an id for every row, orders by fields of its own only, and keeps many-to-many relations in tables with the
-- columns A and B, named after the relation, in the order of the lists' names.
CREATE VIEW keystone_allegation_party AS
  SELECT allegation_id || ':' || position AS id, allegation_id, party_id, position, role FROM allegation_party;
CREATE VIEW keystone_assertion AS SELECT *, statement_id AS statement_order FROM assertion;
CREATE VIEW "_keystone_concerned" AS SELECT allegation_id AS "A", party_id AS "B" FROM allegation_party;
CREATE VIEW "_keystone_accused" AS SELECT allegation_id AS "A", party_id AS "B" FROM allegation_party WHERE role = 'ACCUSED';
CREATE VIEW "_keystone_issuers" AS SELECT party_id AS "A", statement_id AS "B" FROM attribution WHERE role = 'ISSUER';
