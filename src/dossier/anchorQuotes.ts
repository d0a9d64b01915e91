import { createHash } from 'node:crypto';
import { type Anchor, type Quote, QuotableText } from '../lib/anchor';
import type { DossierPath, FaultCollector } from './dossierFault';
import type { Dossier, DossierAssertion, DossierFinding, Lenient } from './dossierSchema';
import { entries } from './entries';
import { type Sql, batches } from './sql';
import type { StoredKeys } from './storedKeys';

export type Quoting = Lenient<DossierAssertion> | Lenient<DossierFinding>;

/** Where every quotation of a dossier was found. */
export type Anchors = Map<Quoting, Anchor>;

/** A quotation that is stored on a statement whose body the dossier changes. */
export interface StoredQuote {
  table: 'assertion' | 'finding';
  id: string;
  allegationId: string;
  allegation: string;
  statement: string;
  /** The key of the speaker, or of the body that found it. */
  party: string;
  /** Null for a finding. */
  stance: string | null;
  anchor: Anchor;
}

/** Stored quotations with another place or context in the new body; null where that has them no more, or more than once. */
export type Moved = Map<string, { quote: StoredQuote; anchor: Anchor | null; path: DossierPath }>;

interface Task {
  quoting: Quoting;
  quote: Quote;
  path: DossierPath;
}

/** Statements whose bodies are fetched at a time: bodies may be ten megabytes each. */
const BODIES_AT_A_TIME = 8;

/**
 * Looks for every quotation of the dossier in the body of its statement, be that in the dossier or stored, and for stored
 * quotations in every body that the dossier changes. One statement at a time, so that each body is prepared once.
 */
export async function anchorQuotes(
  sql: Sql,
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  faults: FaultCollector,
): Promise<{ anchors: Anchors; moved: Moved }> {
  const tasks = tasksOf(dossier);
  const anchors: Anchors = new Map();
  const moved: Moved = new Map();
  const changed = await changedBodies(sql, dossier, keys);
  const search = (text: QuotableText, key: string): void => {
    for (const { quoting, quote, path } of tasks.get(key) ?? []) {
      const anchor = anchorOf(text, quote, [...path, 'quote'], key, faults);
      if (anchor !== null) anchors.set(quoting, anchor);
    }
    tasks.delete(key);
  };
  for (const [index, statement] of entries(dossier.statements)) {
    const { key, body } = statement;
    if (key === undefined) continue;
    const stored = changed.get(key) ?? [];
    if (body !== undefined && (tasks.has(key) || stored.length > 0)) {
      const text = new QuotableText(body);
      search(text, key);
      const path = ['statements', index, 'bodyFile' in statement ? 'bodyFile' : 'body'];
      for (const quote of stored) {
        const anchor = anchorAgain(text, quote.anchor);
        if (anchor === null || !isSame(anchor, quote.anchor)) moved.set(quote.id, { quote, anchor, path });
      }
    }
    // A body that is at fault says nothing about quotations.
    if ('body' in statement || 'bodyFile' in statement) tasks.delete(key);
  }
  const elsewhere = [...tasks.keys()].filter((key) => keys.isStored('statement', key));
  for (const batch of batches(elsewhere, BODIES_AT_A_TIME)) {
    // The lock keeps the body as it is until the anchors are stored.
    const rows = await sql.rows<{ slug: string; body: string }>(
      'SELECT slug, body FROM statement WHERE slug = ANY ($1) ORDER BY id FOR SHARE',
      [batch],
    );
    for (const { slug, body } of rows) search(new QuotableText(body), slug);
  }
  return { anchors, moved };
}

function tasksOf(dossier: Lenient<Dossier>): Map<string, Task[]> {
  const tasks = new Map<string, Task[]>();
  const add = (quoting: Quoting, path: DossierPath): void => {
    const { statement, quote } = quoting;
    if (statement === undefined || quote?.exact === undefined) return;
    const list = tasks.get(statement) ?? [];
    list.push({ quoting, quote: { exact: quote.exact, prefix: quote.prefix, suffix: quote.suffix }, path });
    tasks.set(statement, list);
  };
  for (const [index, allegation] of entries(dossier.allegations)) {
    for (const [at, assertion] of entries(allegation.assertions))
      add(assertion, ['allegations', index, 'assertions', at]);
    for (const [at, finding] of entries(allegation.findings)) add(finding, ['allegations', index, 'findings', at]);
  }
  return tasks;
}

function anchorOf(
  text: QuotableText,
  quote: Quote,
  path: DossierPath,
  key: string,
  faults: FaultCollector,
): Anchor | null {
  const result = text.find(quote);
  if (result.found === 'once') return result.anchor;
  if (result.found === 'never') {
    const hint = result.hint ?? 'quote its words as they stand there';
    faults.add([...path, 'exact'], `is not found in the body of ${key}: ${hint}`);
  } else {
    const places = `${result.starts.join(', ')}${result.count > result.starts.length ? ' ...' : ''}`;
    const more =
      quote.prefix === undefined && quote.suffix === undefined
        ? 'add a prefix or a suffix'
        : 'make the prefix or the suffix longer';
    faults.add(
      [...path, 'exact'],
      `is found ${String(result.count)} times in the body of ${key} (at characters ${places}): ${more}`,
    );
  }
  return null;
}

function anchorAgain(text: QuotableText, { exact, prefix, suffix }: Anchor): Anchor | null {
  for (const quote of [{ exact }, { exact, prefix, suffix }, { exact, prefix }, { exact, suffix }]) {
    const result = text.find(quote);
    if (result.found === 'once') return result.anchor;
  }
  return null;
}

const isSame = (one: Anchor, other: Anchor): boolean =>
  one.start === other.start && one.prefix === other.prefix && one.suffix === other.suffix;

/** The quotations stored on statements whose stored body differs from the dossier's, by the statement's key. */
async function changedBodies(
  sql: Sql,
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
): Promise<Map<string, StoredQuote[]>> {
  const digests = new Map<string, string>();
  for (const [, { key, body }] of entries(dossier.statements)) {
    if (key === undefined || body === undefined || !keys.isStored('statement', key)) continue;
    digests.set(key, createHash('sha256').update(body).digest('hex'));
  }
  const changed: string[] = [];
  for (const batch of batches([...digests.keys()], 1_000)) {
    const rows = await sql.rows<{ slug: string; digest: string }>(
      `SELECT slug, encode(sha256(convert_to(body, 'UTF8')), 'hex') AS digest FROM statement
        WHERE slug = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
      [batch],
    );
    changed.push(...rows.filter(({ slug, digest }) => digests.get(slug) !== digest).map(({ slug }) => slug));
  }
  const quotes = new Map<string, StoredQuote[]>(changed.map((key) => [key, []]));
  for (const table of ['assertion', 'finding'] as const) {
    if (changed.length === 0) break;
    const [party, stance] = table === 'assertion' ? ['speaker_id', 't.stance::text'] : ['body_id', 'NULL'];
    const rows = await sql.rows<StoredQuote>(
      `SELECT '${table}' AS table, t.id, t.allegation_id AS "allegationId", a.slug AS allegation, s.slug AS statement,
              p.slug AS party, ${stance} AS stance,
              json_build_object('start', t.anchor_start, 'end', t.anchor_end, 'exact', t.anchor_exact,
                                'prefix', t.anchor_prefix, 'suffix', t.anchor_suffix) AS anchor
         FROM ${table} t JOIN statement s ON s.id = t.statement_id JOIN allegation a ON a.id = t.allegation_id
         JOIN party p ON p.id = t.${party}
        WHERE s.slug = ANY ($1) AND t.anchor_start IS NOT NULL ORDER BY t.id`,
      [changed],
    );
    for (const quote of rows) quotes.get(quote.statement)?.push(quote);
  }
  return quotes;
}
