import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DossierRecord } from './dossierRecord.mjs';
import { command, data, serve, stop } from './program.mjs';
import { questionsOf } from './questionsOf.mjs';
import { show, showEqual } from './report.mjs';

/** Asks the documented questions of a store that holds both dossiers: what these have must be answered, to the number. */
export async function showQuestions(dataDir, communique, factopolis) {
  const server = await serve(dataDir);
  const files = [join(communique, 'dossier.yaml'), factopolis];
  for (const file of files) {
    const { code, stderr } = await command(dataDir, 'import', file);
    show(`${file} is imported beside the other`, code === 0, stderr);
  }
  const texts = documentedQueries();
  const asked = questionsOf(new DossierRecord(files), readFileSync(join(communique, 'statement.txt'), 'utf8'));
  showEqual('every documented question is asked', [...texts.keys()], Object.keys(asked).map(Number));
  for (const [number, { title, text }] of texts) {
    await showQuestion(server, `question ${number}: ${title}`, text, asked[number]);
  }
  await stop(server);
}

async function showQuestion(server, name, text, { variables, count, wanted }) {
  try {
    const given = await withIds(server, variables);
    const ask = (others = {}) => data(server, text, { ...given, ...others });
    const counts = await count(await ask(), ask);
    show(`${name} ${print(counts)}`, isDeepStrictEqual(counts, wanted), `the dossiers have ${print(wanted)}`);
  } catch (error) {
    show(name, false, error instanceof Error ? error.stack : String(error));
  }
}

function print(counts) {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** Title and query of each question in docs/queries.md, by its number. */
function documentedQueries() {
  const sections = readFileSync('docs/queries.md', 'utf8').split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [, number, title] = /^(\d+)\. (.+)$/m.exec(section);
      return [Number(number), { title, text: /^```graphql\n([^]*?)^```$/m.exec(section)[1] }];
    }),
  );
}

/** The variables with each `<party its-slug>` replaced by the id. */
async function withIds(server, variables) {
  const filled = { ...variables };
  for (const [name, value] of Object.entries(variables)) {
    const [, type, slug] = /^<(party|allegation) (.+)>$/.exec(String(value)) ?? [];
    if (type) filled[name] = (await data(server, `{ found: ${type}(slug: "${slug}") { id } }`)).found.id;
  }
  return filled;
}
