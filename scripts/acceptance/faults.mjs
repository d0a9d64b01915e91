import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, data } from './program.mjs';
import { show, showEqual } from './report.mjs';

const broken = `format: dossier/1
parties:
  - { key: one-party, kind: PERSON, name: One }
  - { key: one-party, kind: PERSON, name: One again }
  - { key: other-party, kind: WIZARD, name: Other }
statements:
  - { key: a-letter, kind: LETTER, title: A letter, issuedOn: "2014-02-30", body: So be it., attributions: [ { party: one-party, role: ISSUER } ] }
allegations:
  - key: a-claim
    summary: One did it.
    colour: red
    parties: [ { party: nobody, role: ACCUSED } ]
    assertions:
      - { statement: a-letter, speaker: one-party, stance: ALLEGES, quote: { exact: not in there } }
`;

/** Where each fault of the text above stands, by line, column and path. */
const faults = [
  '4:12 parties[1].key',
  '5:31 parties[2].kind',
  '7:63 statements[0].issuedOn',
  '11:5 allegations[0].colour',
  '12:25 allegations[0].parties[0].party',
  '14:85 allegations[0].assertions[0].quote.exact',
];

const totals = `{ parties { totalCount } statements { totalCount } allegations { totalCount } assertions { totalCount } }`;

/** A dossier with six faults is refused whole: every fault told with its place, and nothing stored. */
export async function showFaults(server, dataDir, folder) {
  const file = join(folder, 'broken.yaml');
  writeFileSync(file, broken);
  const before = await data(server, totals);
  const { code, stdout, stderr } = await command(dataDir, 'import', file);
  showEqual('a broken dossier exits 1', code, 1);
  const said = `${stdout}${stderr}`;
  for (const place of faults) show(`its fault at ${place} is told there`, said.includes(`:${place}: `), said);
  show('and no other fault is told', said.includes('\n6 faults.'), said);
  showEqual('and it stores nothing', await data(server, totals), before);
  await showUnreadable(dataDir, folder);
}

async function showUnreadable(dataDir, folder) {
  const files = {
    'empty.yaml': '',
    'not-yaml.yaml': 'format: [dossier/1\nparties: }',
    'not-utf8.yaml': Buffer.from([0x66, 0x6f, 0x80, 0xff]),
    'out.yaml': broken
      .replace(/[^]*?statements:/, 'format: dossier/1\nstatements:')
      .replace('body: So be it.', 'bodyFile: ../out.txt'),
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    const { code, stdout, stderr } = await command(dataDir, 'import', join(folder, name));
    const said = `${stdout}${stderr}`;
    show(
      `${name} is refused with a message and no stack trace`,
      code === 1 && said.length > 20 && !/\n\s+at /.test(said),
      said,
    );
  }
  const missing = await command(dataDir, 'import', join(folder, 'missing.yaml'));
  show(
    'a file that is not there is refused by name',
    missing.code === 1 && missing.stderr.includes('missing.yaml'),
    missing.stderr,
  );
}
