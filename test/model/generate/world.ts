import type { DossierText } from '../plain/dossierText';

/** What most sequences begin with, so that their operations find something to change: an invented dossier of every type. */
export const WORLD: DossierText = {
  format: 'dossier/1',
  parties: [
    { key: 'a', kind: 'ORGANIZATION', name: 'Port', identifiers: [{ scheme: 'register', value: '1' }] },
    { key: 'b', kind: 'GROUP', name: 'Union', relationships: [{ kind: 'PART_OF', party: 'c', assertedIn: 'a' }] },
    { key: 'c', kind: 'GROUP', name: 'Dockers', names: [{ name: 'the toll-takers', kind: 'EPITHET', usedBy: 'a' }] },
    { key: 'd', kind: 'BODY', name: 'Court', state: 'DRAFT' },
  ],
  statements: [
    {
      key: 'a',
      kind: 'LETTER',
      title: 'Letter',
      issuedOn: '2014-02',
      body: 'It fell. It lied. L’école 🚢 It fell. Nobody 🚢🚢 sold the pier, and nobody lied again. It fell.',
      attributions: [{ party: 'b', role: 'ISSUER' }],
      sources: [{ publisher: 'c' }],
    },
    {
      key: 'b',
      kind: 'POST',
      title: 'Answer',
      body: 'Nobody lied 🚢🚢.',
      attributions: [{ party: 'a', role: 'AUTHOR' }],
      cites: ['a'],
    },
  ],
  allegations: [
    {
      key: 'a',
      summary: 'The port lied.',
      parties: [{ party: 'a', role: 'ACCUSED' }],
      assertions: [
        { statement: 'a', speaker: 'b', stance: 'ALLEGES', via: ['c'], ref: 'one', quote: { exact: 'It lied' } },
        { statement: 'a', speaker: 'c', stance: 'ALLEGES', quote: { exact: 'It lied' } },
        { statement: 'b', speaker: 'a', stance: 'DENIES', inResponseTo: 'one', quote: { exact: 'Nobody' } },
      ],
      findings: [{ body: 'd', verdict: 'UPHELD', statement: 'a', quote: { exact: 'école 🚢' } }],
    },
    {
      key: 'b',
      summary: 'It fell.',
      parties: [],
      counters: ['a'],
      state: 'DRAFT',
      assertions: [{ statement: 'a', speaker: 'b', stance: 'ALLEGES' }],
    },
  ],
};
