import type { PrismaStore } from '../support/factories';
import { Random } from './random';
import { seedRandomWorld, type WorldSizes } from './randomWorld';

/** Invented words that no stemmer changes and no language leaves out, so that a search for them is one for plain words. */
export const searchVocabulary = [
  'wavpobeq',
  'lumdolef',
  'jebkugup',
  'dazjamof',
  'kowgelaw',
  'mufzagaq',
  'zepmoguq',
  'gapdezuw',
];

const languages = ['en', 'de', 'el', 'ar', 'fi', 'tr', 'und', null];
const accents: Readonly<Record<string, string>> = { a: 'á', e: 'ê', o: 'ö', u: 'ü' };

/** A random world whose names, titles, bodies, summaries and places have the words of the vocabulary. */
export async function seedSearchWorld(database: PrismaStore, seed: number, sizes: WorldSizes): Promise<void> {
  await seedRandomWorld(database, seed, sizes);
  const { prisma } = database;
  const random = new Random(seed);
  for (const { id } of await prisma.party.findMany({ orderBy: { id: 'asc' } })) {
    await prisma.party.update({ where: { id }, data: { name: words(random, 1, 3) } });
  }
  for (const row of await prisma.partyName.findMany({ orderBy: [{ partyId: 'asc' }, { position: 'asc' }] })) {
    const { partyId, position } = row;
    const name = words(random, 1, 3);
    await prisma.partyName.update({ where: { partyId_position: { partyId, position } }, data: { name } });
  }
  for (const { id, body } of await prisma.statement.findMany({ orderBy: { id: 'asc' } })) {
    const data = {
      title: words(random, 1, 3),
      subtitle: random.chance(0.4) ? words(random, 1, 2) : null,
      // Quotations keep their places in what was there before.
      body: `${body} ${words(random, 2, 6)}`,
      language: random.pick(languages),
    };
    await prisma.statement.update({ where: { id }, data });
  }
  for (const { id } of await prisma.allegation.findMany({ orderBy: { id: 'asc' } })) {
    const data = { summary: words(random, 2, 5), place: random.chance(0.4) ? words(random, 1, 2) : null };
    await prisma.allegation.update({ where: { id }, data });
  }
}

/** A search in web-search syntax for one to three terms: words, now and then misspelt, words in a row, and what must not be. */
export function inventedSearch(random: Random): string {
  const terms = Array.from({ length: random.pick([1, 1, 2, 2, 3]) }, () => {
    const term = random.chance(0.3)
      ? random.pick([`"${written(random)} ${written(random)}"`, `${written(random)}-${written(random)}`])
      : random.chance(0.2)
        ? random.pick(misspellingsOf(random.pick(searchVocabulary)))
        : written(random);
    return random.chance(0.25) ? `-${term}` : term;
  });
  return terms.reduce(
    (typed, term) => `${typed} ${random.chance(0.2) ? 'OR ' : random.chance(0.1) ? '- ' : ''}${term}`,
  );
}

function words(random: Random, least: number, most: number): string {
  const count = random.between(least, most);
  const between = (): string => random.pick([' ', ' ', ' ', ', ', '. ', ' – ']);
  return Array.from({ length: count }, () => written(random)).reduce((text, word) => text + between() + word);
}

/** A word as somebody writes it: at times in capitals or with accents. */
function written(random: Random): string {
  const word = random.pick(searchVocabulary);
  if (random.chance(0.15)) return word.toUpperCase();
  return random.chance(0.15) ? word.replace(/[aeou]/g, (letter) => accents[letter] ?? letter) : word;
}

/** A word without its last letter or its first, or with another one at its end or behind it. */
export function misspellingsOf(word: string): string[] {
  return [word.slice(0, -1), word.slice(1), `${word.slice(0, -1)}x`, `${word}x`];
}
