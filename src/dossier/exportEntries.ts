import { type Quote, QuotableText } from '../lib/anchor';
import type {
  DossierAllegation,
  DossierAssertion,
  DossierFinding,
  DossierParty,
  DossierStatement,
} from './dossierSchema';
import { type Sql, batches } from '../store/sql';

const ENTRIES_AT_A_TIME = 500;
/** Bytes of bodies that are read at a time. */
const BYTES_AT_A_TIME = 8_000_000;

/** A stored row as the entry's properties, nulls included; what is null is left out of the entry. */
type Nullable<Entry> = { [Name in keyof Entry]-?: Exclude<Entry[Name], undefined> | null };

/** How each stored quotation is written, where its words alone don't do: by the id of its assertion or finding. */
export type Contexts = Map<string, Quote>;

const state = (table: string): string => `nullif(${table}.state, 'PUBLISHED') AS state`;
const slugOf = (type: string, column: string): string => `(SELECT slug FROM ${type} WHERE id = ${column})`;

/** A list of a row as JSON, in its stored order; null where it is empty. */
function list(properties: Record<string, string>, from: string): string {
  const pairs = Object.entries(properties).map(([name, value]) => `'${name}', ${value}`);
  return `(SELECT json_agg(json_strip_nulls(json_build_object(${pairs.join(', ')})) ORDER BY l.position) FROM ${from})`;
}

const PARTIES = `
  SELECT t.slug AS key, t.kind, t.name, t.description,
         ${list({ name: 'l.name', kind: 'l.kind', language: 'l.language', usedBy: slugOf('party', 'l.used_by_id') }, 'party_name l WHERE l.party_id = t.id')} AS names,
         ${list({ scheme: 'l.scheme', value: 'l.value' }, 'party_identifier l WHERE l.party_id = t.id')} AS identifiers,
         ${list(
           {
             kind: 'l.kind',
             party: slugOf('party', 'l.object_id'),
             title: 'l.title',
             validFrom: 'l.valid_from',
             validTo: 'l.valid_to',
             assertedIn: slugOf('statement', 'l.asserted_in_id'),
           },
           'party_relationship l WHERE l.subject_id = t.id',
         )} AS relationships,
         ${state('t')}
    FROM party t WHERE t.id = ANY ($1) ORDER BY t.slug`;

const STATEMENTS = `
  SELECT t.id, t.slug AS key, t.kind, t.title, t.subtitle, t.language, t.issued_on AS "issuedOn", t.body,
         coalesce(${list({ party: slugOf('party', 'l.party_id'), role: 'l.role' }, 'attribution l WHERE l.statement_id = t.id')}, '[]') AS attributions,
         ${list(
           {
             title: 'l.title',
             url: 'l.url',
             archiveUrl: 'l.archive_url',
             publisher: slugOf('party', 'l.publisher_id'),
             retrievedOn: 'l.retrieved_on::text',
             sha256: 'l.sha256',
           },
           'source l WHERE l.statement_id = t.id',
         )} AS sources,
         (SELECT json_agg(c.slug ORDER BY l.position) FROM citation l JOIN statement c ON c.id = l.cited_id WHERE l.statement_id = t.id) AS cites,
         ${state('t')}
    FROM statement t WHERE t.id = ANY ($1) ORDER BY t.slug`;

const ALLEGATIONS = `
  SELECT t.id, t.slug AS key, t.summary, t.occurred_on AS "occurredOn", t.place,
         coalesce(${list({ party: slugOf('party', 'l.party_id'), role: 'l.role' }, 'allegation_party l WHERE l.allegation_id = t.id')}, '[]') AS parties,
         (SELECT json_agg(c.slug ORDER BY l.position) FROM allegation_counter l JOIN allegation c ON c.id = l.countered_id WHERE l.allegation_id = t.id) AS counters,
         ${state('t')}
    FROM allegation t WHERE t.id = ANY ($1) ORDER BY t.slug`;

const ASSERTIONS = `
  SELECT t.id, t.allegation_id AS "allegationId", t.in_response_to_id AS "answers", t.anchor_exact AS exact,
         s.slug AS statement, p.slug AS speaker,
         (SELECT json_agg(v.slug ORDER BY l.position) FROM assertion_via l JOIN party v ON v.id = l.party_id WHERE l.assertion_id = t.id) AS via,
         t.stance, t.mode, t.said_on AS "saidOn", ${state('t')}
    FROM assertion t JOIN statement s ON s.id = t.statement_id JOIN party p ON p.id = t.speaker_id
   WHERE t.allegation_id = ANY ($1)
   ORDER BY s.slug, t.anchor_start NULLS LAST, t.anchor_end, p.slug, t.stance::text`;

const FINDINGS = `
  SELECT t.id, t.allegation_id AS "allegationId", t.anchor_exact AS exact, s.slug AS statement, p.slug AS body,
         t.verdict, t.rating_text AS "ratingText", t.jurisdiction, t.ruled_on AS "ruledOn", t.url, ${state('t')}
    FROM finding t LEFT JOIN statement s ON s.id = t.statement_id JOIN party p ON p.id = t.body_id
   WHERE t.allegation_id = ANY ($1)
   ORDER BY s.slug NULLS LAST, t.anchor_start NULLS LAST, t.anchor_end, p.slug`;

type StatementRow = Nullable<Omit<DossierStatement, 'bodyFile'>> & { id: string; body: string };
type AllegationRow = Nullable<Omit<DossierAllegation, 'assertions' | 'findings'>> & { id: string };
type AssertionRow = Nullable<Omit<DossierAssertion, 'quote' | 'ref' | 'inResponseTo'>> & {
  id: string;
  allegationId: string;
  answers: string | null;
  exact: string | null;
};
type FindingRow = Nullable<Omit<DossierFinding, 'quote'>> & { id: string; allegationId: string; exact: string | null };

export async function* partyEntries(sql: Sql, ids: readonly string[]): AsyncGenerator<object> {
  for (const batch of batches(ids, ENTRIES_AT_A_TIME)) {
    for (const row of await sql.rows<Nullable<DossierParty>>(PARTIES, [batch])) yield withoutNulls({ ...row });
  }
}

/** @param contexts receives how quotations in the bodies are written; the allegations need it */
export async function* statementEntries(sql: Sql, ids: readonly string[], contexts: Contexts): AsyncGenerator<object> {
  for await (const batch of batchesOfBodies(sql, ids)) {
    const rows = await sql.rows<StatementRow>(STATEMENTS, [batch]);
    await findContexts(sql, new Map(rows.map(({ id, body }) => [id, body])), contexts);
    for (const { id: _id, ...row } of rows) yield withoutNulls(row);
  }
}

export async function* allegationEntries(sql: Sql, ids: readonly string[], contexts: Contexts): AsyncGenerator<object> {
  const labels = new Labels();
  for (const batch of batches(ids, ENTRIES_AT_A_TIME)) {
    const assertions = grouped(await sql.rows<AssertionRow>(ASSERTIONS, [batch]));
    const findings = grouped(await sql.rows<FindingRow>(FINDINGS, [batch]));
    for (const { id, state: ownState, ...row } of await sql.rows<AllegationRow>(ALLEGATIONS, [batch])) {
      yield withoutNulls({
        ...row,
        assertions: assertionEntries(assertions.get(id), contexts, labels),
        findings: findings
          .get(id)
          ?.map(({ id: findingId, allegationId: _, exact, state: findingState, url, ...finding }) =>
            withoutNulls({ ...finding, quote: quoteFor(findingId, exact, contexts), url, state: findingState }),
          ),
        state: ownState,
      });
    }
  }
}

/** Labels for the assertions that others answer: a1, a2 ... in the order of the dossier. */
class Labels {
  private count = 0;

  next(): string {
    this.count += 1;
    return `a${String(this.count)}`;
  }
}

function assertionEntries(
  rows: readonly AssertionRow[] | undefined,
  contexts: Contexts,
  labels: Labels,
): object[] | undefined {
  const answered = new Set(rows?.map(({ answers }) => answers));
  const refs = new Map(rows?.filter(({ id }) => answered.has(id)).map(({ id }) => [id, labels.next()]));
  return rows?.map(({ id, allegationId: _, answers, exact, state: ownState, ...row }) =>
    withoutNulls({
      ...row,
      quote: quoteFor(id, exact, contexts),
      ref: refs.get(id),
      inResponseTo: answers === null ? undefined : refs.get(answers),
      state: ownState,
    }),
  );
}

function quoteFor(id: string, exact: string | null, contexts: Contexts): Quote | undefined {
  return exact === null ? undefined : (contexts.get(id) ?? { exact });
}

function grouped<Row extends { allegationId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.allegationId);
    if (group === undefined) groups.set(row.allegationId, [row]);
    else group.push(row);
  }
  return groups;
}

function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));
}

async function* batchesOfBodies(sql: Sql, ids: readonly string[]): AsyncGenerator<string[]> {
  for (const part of batches(ids, ENTRIES_AT_A_TIME)) {
    const sizes = new Map(
      (
        await sql.rows<{ id: string; size: number }>(
          'SELECT id, octet_length(body) AS size FROM statement WHERE id = ANY ($1)',
          [part],
        )
      ).map(({ id, size }) => [id, size]),
    );
    let batch: string[] = [];
    let bytes = 0;
    for (const id of part) {
      const size = sizes.get(id) ?? 0;
      if (batch.length > 0 && bytes + size > BYTES_AT_A_TIME) {
        yield batch;
        [batch, bytes] = [[], 0];
      }
      batch.push(id);
      bytes += size;
    }
    if (batch.length > 0) yield batch;
  }
}

/** Finds the quotations whose words stand more than once in their body, and what tells them apart. */
async function findContexts(sql: Sql, bodies: Map<string, string>, contexts: Contexts): Promise<void> {
  const rows = await sql.rows<{ id: string; statementId: string; start: number; end: number }>(
    ['assertion', 'finding']
      .map(
        (table) =>
          `SELECT id, statement_id AS "statementId", anchor_start AS start, anchor_end AS "end" FROM ${table} WHERE statement_id = ANY ($1) AND anchor_start IS NOT NULL`,
      )
      .join(' UNION ALL '),
    [[...bodies.keys()]],
  );
  const texts = new Map<string, QuotableText>();
  for (const { id, statementId, start, end } of rows) {
    const text = texts.get(statementId) ?? new QuotableText(bodies.get(statementId) ?? '');
    texts.set(statementId, text);
    const quote = text.quoteOf({ start, end });
    if (quote.prefix !== undefined || quote.suffix !== undefined) contexts.set(id, quote);
  }
}
