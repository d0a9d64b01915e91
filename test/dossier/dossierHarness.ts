import type { Database } from '../../src/database/database';
import { DossierFaults, faultText } from '../../src/dossier/dossierFault';
import { exportDossier } from '../../src/dossier/exportDossier';
import { type DossierSource, type ImportOptions, importDossier } from '../../src/dossier/importDossier';

/** The lines of faults with which an import is refused. */
export async function faultsOf(database: Database, source: DossierSource, options?: ImportOptions): Promise<string[]> {
  try {
    await importDossier(database, source, options);
  } catch (error) {
    if (error instanceof DossierFaults) return error.faults.map(faultText);
    throw error;
  }
  throw new Error('the dossier was imported');
}

/** How many rows the store has, all tables of content together. */
export async function countRows(database: Database): Promise<number> {
  const tables = [
    'party',
    'party_name',
    'party_relationship',
    'statement',
    'attribution',
    'source',
    'allegation',
    'assertion',
    'finding',
  ];
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')})::int AS count`,
  );
  return rows[0]!.count;
}

/** The whole export as one text. */
export async function exported(database: Database, format: 'yaml' | 'json' = 'yaml', keys?: string[]): Promise<string> {
  const parts: string[] = [];
  for await (const part of exportDossier(database, { format, keys })) parts.push(part);
  return parts.join('');
}

/** An invented dossier with a little of everything. */
export const FERRY = `format: dossier/1
parties:
  - key: port-of-lorn
    kind: ORGANIZATION
    name: Port of Lorn
    description: |
      The invented port.
      It has two piers.
    names: [ { name: PoL, kind: ACRONYM }, { name: Порт Лорн, kind: NATIVE, language: ru }, { name: the toll-takers, kind: EPITHET, usedBy: ferry-union } ]
    identifiers: [ { scheme: register, value: "0012" } ]
  - { key: ferry-union, kind: GROUP, name: Ferry Union, relationships: [ { kind: PART_OF, party: dockers, validFrom: 1999, validTo: 2004~, assertedIn: ferry-letter } ] }
  - { key: dockers, kind: GROUP, name: Dockers }
  - { key: lorn-court, kind: BODY, name: Court of Lorn }
statements:
  - key: ferry-letter
    kind: LETTER
    title: An open letter
    language: en
    issuedOn: 2014-07-13
    body: |
      The port sold our pier. It lied. The court said so, and it lied again.
      We never blocked the pier 🚢.
    attributions: [ { party: ferry-union, role: ISSUER } ]
    sources: [ { title: Board, url: "https://example.org/a", publisher: dockers, retrievedOn: 2020-01-02 } ]
  - { key: port-answer, kind: SPEECH, title: Answer, body: "Nobody sold a pier.", attributions: [ { party: port-of-lorn, role: SPEAKER } ], cites: [ ferry-letter ] }
allegations:
  - key: pier-sold
    summary: The Port of Lorn sold the pier.
    occurredOn: ../2013
    place: Lorn
    parties: [ { party: port-of-lorn, role: ACCUSED } ]
    assertions:
      - { statement: ferry-letter, speaker: ferry-union, via: [ dockers ], stance: ALLEGES, mode: DIRECT, saidOn: 2014-07, ref: sold, quote: { exact: The port sold our pier } }
      - { statement: port-answer, speaker: port-of-lorn, stance: DENIES, inResponseTo: sold, quote: { exact: Nobody sold a pier } }
    findings:
      - { statement: ferry-letter, body: lorn-court, verdict: UPHELD, ratingText: said so, ruledOn: 2014, quote: { exact: The court said so }, url: "https://example.org/ruling" }
  - key: port-lied
    summary: The Port of Lorn lied.
    parties: [ { party: port-of-lorn, role: ACCUSED } ]
    counters: [ pier-sold ]
    state: DRAFT
    assertions:
      - { statement: ferry-letter, speaker: ferry-union, stance: ALLEGES, quote: { exact: It lied, suffix: . The court } }
      - { statement: ferry-letter, speaker: ferry-union, stance: REPEATS, quote: { exact: it lied } }
`;
