import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOperationAST, parse } from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { importDossier } from '../../src/dossier/importDossier';
import { ReadService } from '../../src/read/reader';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

const root = join(__dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('shows a query with its real answer', async () => {
  await importDossier(database, { file: join(root, 'examples', 'harbour-of-vessen', 'dossier.yaml') });
  const [, query = '', answer = ''] = /```graphql\n([^]*?)```[^]*?```json\n([^]*?)```/.exec(readme) ?? [];
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The README shows no query.');
  const reads = new ReadService(buildAllegataSchema(), database, {
    ...readEnvironment({}),
    costLimit: 100_000,
    preparedStatements: true,
  });
  const text = await reads.readOperation(document, operation, {}, { role: 'READER', client: 'test' });
  expect({ data: JSON.parse(text ?? 'null') as unknown }).toEqual(JSON.parse(answer));
});

it('names only scripts that are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('links only to files that are there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path ?? '');
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect([link, existsSync(join(root, link))]).toEqual([link, true]);
});

it('names every setting that the environment has', () => {
  const environment = readFileSync(join(root, 'src', 'lib', 'environment.ts'), 'utf8');
  const settings = [...environment.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? '');
  expect(settings.length).toBeGreaterThan(8);
  expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
