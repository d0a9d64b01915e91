import { createHash } from 'node:crypto';
import { type Anchor, type Quote, QuotableText } from '../lib/anchor';
import { approximateWork, type Reanchoring } from '../lib/bodyEdit';
import { placeQuotations, quotationsOf, type StoredQuotation } from '../store/rules/movedQuotations';
import { quotationFault } from '../store/rules/quotation';
import type { DossierPath, FaultCollector } from './dossierFault';
import type { Dossier, DossierAssertion, DossierFinding, Lenient } from './dossierSchema';
import { entries } from './entries';
import { type Sql, batches } from '../store/sql';
import type { StoredKeys } from './storedKeys';

export type Quoting = Lenient<DossierAssertion> | Lenient<DossierFinding>;

/** Where every quotation of a dossier was found. */
export type Anchors = Map<Quoting, Anchor>;

/** Stored quotations with another place or other words in a changed body; anchor: null where it has none there. */
export type Moved = Map<string, { quotation: StoredQuotation; path: DossierPath } & Reanchoring>;

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
  const work = approximateWork();
  const search = (text: QuotableText, key: string): void => {
    for (const { quoting, quote, path } of tasks.get(key) ?? []) {
      const found = text.find(quote);
      if (found.found === 'once') anchors.set(quoting, found.anchor);
      // Of a hostile dossier's many faults only the first are told, and to word one may take a while.
      else faults.addFault([...path, 'quote', 'exact'], () => quotationFault(found, key, quote));
    }
    tasks.delete(key);
  };
  for (const [index, statement] of entries(dossier.statements)) {
    const { key, body } = statement;
    if (key === undefined) continue;
    if (body !== undefined && tasks.has(key)) search(new QuotableText(body), key);
    const quotations = changed.get(key);
    if (body !== undefined && quotations !== undefined) {
      const path = ['statements', index, 'bodyFile' in statement ? 'bodyFile' : 'body'];
      const before = await bodyOf(sql, key);
      const placed = placeQuotations({ before, after: body }, quotations, work);
      for (const { quotation, to } of placed.moved) moved.set(quotation.id, { quotation, path, anchor: to });
      for (const { quotation, reason } of placed.lost) {
        moved.set(quotation.id, { quotation, path, anchor: null, reason });
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
    // A part that was taken out for its faults is still there as a property: without it, other words would be meant.
    const spoilt = quote !== undefined && Object.values<string | undefined>(quote).includes(undefined);
    if (statement === undefined || quote?.exact === undefined || spoilt) return;
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

/** The quotations stored on statements whose stored body differs from the dossier's, by the statement's key. */
async function changedBodies(
  sql: Sql,
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
): Promise<Map<string, StoredQuotation[]>> {
  const digests = new Map<string, string>();
  for (const [, { key, body }] of entries(dossier.statements)) {
    if (key === undefined || body === undefined || !keys.isStored('statement', key)) continue;
    digests.set(key, createHash('sha256').update(body).digest('hex'));
  }
  const changed = new Map<string, string>();
  for (const batch of batches([...digests.keys()], 1_000)) {
    const rows = await sql.rows<{ id: string; slug: string; digest: string }>(
      `SELECT id::text AS id, slug, encode(sha256(convert_to(body, 'UTF8')), 'hex') AS digest FROM statement
        WHERE slug = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
      [batch],
    );
    for (const { id, slug, digest } of rows) if (digests.get(slug) !== digest) changed.set(id, slug);
  }
  const quotations = new Map<string, StoredQuotation[]>();
  if (changed.size === 0) return quotations;
  for (const quotation of await quotationsOf(sql, [...changed.keys()])) {
    const slug = changed.get(quotation.statementId) ?? '';
    const list = quotations.get(slug);
    if (list === undefined) quotations.set(slug, [quotation]);
    else list.push(quotation);
  }
  return quotations;
}

/** The stored body of a statement, one at a time: each may have ten megabytes. */
async function bodyOf(sql: Sql, key: string): Promise<string> {
  const [statement] = await sql.rows<{ body: string }>('SELECT body FROM statement WHERE slug = $1', [key]);
  return statement?.body ?? '';
}
