import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** How much content a generated dossier has. */
export interface LargeDossierSize {
  parties: number;
  statements: number;
  /** UTF-16 units of each body, about. */
  bodyLength: number;
  allegations: number;
  assertions: number;
}

/** A dossier just under the limit of 64 MiB. */
export const LARGE: LargeDossierSize = {
  parties: 2_000,
  statements: 20_000,
  bodyLength: 2_100,
  allegations: 25_000,
  assertions: 50_000,
};

const WORDS =
  'the council denied that its office had moved any grain before the flood and said the harbour records show who signed each order while the union repeats its claim about the ferry tickets sold in spring'.split(
    ' ',
  );

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An invented dossier in JSON, entry by entry; the same size gives the same text. */
export function* largeDossier(size: LargeDossierSize = LARGE): Generator<string> {
  const random = randomNumbers(20_140_713);
  const below = (limit: number): number => Math.floor(random() * limit);
  const party = (): string => `party-${String(below(size.parties))}`;
  const day = (): string =>
    `20${String(10 + below(15))}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
  const sentence = (label: string): string => {
    const words = Array.from({ length: 12 + below(12) }, () => WORDS[below(WORDS.length)]);
    return `${label} ${words.join(' ')}.`;
  };
  const list = function* (count: number, entry: (index: number) => object): Generator<string> {
    for (let index = 0; index < count; index += 1) yield `${index === 0 ? '' : ','}\n${JSON.stringify(entry(index))}`;
  };
  yield '{"format":"dossier/1","parties":[';
  yield* list(size.parties, (index) => ({
    key: `party-${String(index)}`,
    kind: 'ORGANIZATION',
    name: `Invented organization ${String(index)}`,
    names: [{ name: `IO${String(index)}`, kind: 'ACRONYM' }],
  }));
  yield '],\n"statements":[';
  const sentencesOf = (statement: number): number =>
    Math.max(3, Math.floor((size.bodyLength + (statement % 7) * 10) / 125));
  yield* list(size.statements, (index) => ({
    key: `statement-${String(index)}`,
    kind: 'ARTICLE',
    title: sentence(`Statement ${String(index)}`),
    language: 'en',
    issuedOn: day(),
    body: Array.from({ length: sentencesOf(index) }, (_, at) =>
      sentence(`(${String(index)}.${String(at)}) “Yes”:`),
    ).join('\n'),
    attributions: [{ party: party(), role: 'ISSUER' }],
    sources: [{ title: `Page ${String(index)}`, url: `https://example.org/${String(index)}` }],
  }));
  yield '],\n"allegations":[';
  const each = size.assertions / size.allegations;
  let given = 0;
  yield* list(size.allegations, (index) => {
    const count = Math.round((index + 1) * each) - given;
    given += count;
    return {
      key: `allegation-${String(index)}`,
      summary: sentence(`Invented allegation ${String(index)}:`),
      occurredOn: day().slice(0, below(2) === 0 ? 7 : 10),
      parties: [{ party: party(), role: 'ACCUSED' }],
      assertions: Array.from({ length: count }, (_, at) => {
        const statement = below(size.statements);
        const place = below(sentencesOf(statement));
        return {
          statement: `statement-${String(statement)}`,
          speaker: party(),
          via: below(3) === 0 ? [party()] : [],
          stance: at === 0 ? 'ALLEGES' : 'DENIES',
          mode: 'DIRECT',
          saidOn: day(),
          quote: { exact: `(${String(statement)}.${String(place)}) “Yes”:` },
        };
      }),
    };
  });
  yield ']}\n';
}

/** Writes one to a file. */
export async function writeLargeDossier(path: string, size: LargeDossierSize = LARGE): Promise<void> {
  const file = createWriteStream(path);
  for (const part of largeDossier(size)) {
    if (!file.write(part)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}
