-- Versions of an object never repeat. The revision of a deletion had the version of the revision before it, so that a version
-- without one (an object that was changed and changed back in one transaction) could be used again once the object was restored.

-- AlterTable
ALTER TABLE "touched" ADD COLUMN "last_version" INTEGER;

-- By hand, from here on. What deletes a row notes its version; the rest of each function is as it was.
DO $$
DECLARE
  content record;
  touch text;
BEGIN
  FOR content IN
    SELECT * FROM (VALUES
      ('party', 'state = ''PUBLISHED'''),
      ('statement', 'state = ''PUBLISHED'''),
      ('allegation', 'state = ''PUBLISHED'''),
      ('assertion', 'visible'),
      ('finding', 'visible')
    ) AS contents (name, visible)
  LOOP
    touch := format($f$
      INSERT INTO touched AS t (transaction, node_type, node_id, visible_before, row_changed, last_version)
        SELECT transaction_number(), %L, r.id, r.visible, true, r.last_version FROM (%%s) r
        ON CONFLICT (transaction, node_type, node_id) DO UPDATE
          SET visible_before = CASE WHEN t.row_changed THEN t.visible_before ELSE EXCLUDED.visible_before END,
              row_changed = true, last_version = coalesce(EXCLUDED.last_version, t.last_version)
          WHERE NOT t.row_changed OR EXCLUDED.last_version IS NOT NULL; $f$, upper(content.name));
    EXECUTE format($f$
      CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF TG_OP = 'INSERT' THEN %s
        ELSIF TG_OP = 'UPDATE' THEN %s
        ELSIF TG_OP = 'DELETE' THEN %s
        ELSE %s
        END IF;
        IF FOUND THEN
          INSERT INTO touching VALUES (transaction_number()) ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
      END
      $body$ $f$,
      'touch_' || content.name,
      format(touch, 'SELECT id, false AS visible, NULL::integer AS last_version FROM new_rows'),
      format(touch, format('SELECT id, %s AS visible, NULL::integer AS last_version FROM old_rows UNION ALL
        SELECT n.id, false, NULL FROM new_rows n WHERE NOT EXISTS (SELECT FROM old_rows o WHERE o.id = n.id)', content.visible)),
      format(touch, format('SELECT id, %s AS visible, version AS last_version FROM old_rows', content.visible)),
      format(touch, format('SELECT id, %s AS visible, version AS last_version FROM %I', content.visible, content.name)));
  END LOOP;
END $$;

-- Puts one text in the place of another in a function, which must have it.
CREATE FUNCTION pg_temp.replace_in_function(which regprocedure, old text, new text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  definition text := pg_get_functiondef(which);
BEGIN
  IF position(old IN definition) = 0 THEN
    RAISE EXCEPTION '% is not as this migration expects it', which;
  END IF;
  EXECUTE replace(definition, old, new);
END
$$;

SELECT pg_temp.replace_in_function(format('write_%s_history(bigint, timestamptz, text)', node)::regprocedure,
    'coalesce(n.version, r.version)', 'coalesce(n.version, t.last_version, r.version)')
  FROM unnest(ARRAY['party', 'statement', 'allegation', 'assertion', 'finding']) AS node;

-- Where only lists were touched, their nodes are held in the order in which every writer locks: allegations, statements, parties.
SELECT pg_temp.replace_in_function('write_history()'::regprocedure,
  $old$  IF 'PARTY' = ANY (types) THEN PERFORM hold_touched_party(this); END IF;
  IF 'STATEMENT' = ANY (types) THEN PERFORM hold_touched_statement(this); END IF;
  IF 'ALLEGATION' = ANY (types) THEN PERFORM hold_touched_allegation(this); END IF;
$old$,
  $new$  IF 'ALLEGATION' = ANY (types) THEN PERFORM hold_touched_allegation(this); END IF;
  IF 'STATEMENT' = ANY (types) THEN PERFORM hold_touched_statement(this); END IF;
  IF 'PARTY' = ANY (types) THEN PERFORM hold_touched_party(this); END IF;
$new$);

DROP FUNCTION pg_temp.replace_in_function(regprocedure, text, text);

-- The last version that a deleted node had, whether its deletion was committed or is of this transaction.
CREATE FUNCTION "last_version_of"(node uuid) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT greatest((SELECT max(version) FROM revision WHERE node_id = node),
                  (SELECT max(last_version) FROM touched WHERE transaction = transaction_number() AND node_id = node))
$$;
