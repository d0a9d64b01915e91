import type { Prisma } from '../../src/database/generated/client';
import type { PublicationState } from '../../src/database/generated/enums';
import type { Random } from './random';

const names = [
  'Ada Quill',
  'ada quill',
  'Ádám Őri',
  'Zed',
  'Émile Ory',
  'Emile Ory',
  'Harbour Office',
  'harbor office',
  'Ørsted Line',
  'نادية الميناء',
  'ليلى',
  'Лев Причал',
  'лев причал',
  'Νίκος',
  '港务局',
  '海运',
  '100% Free_Press',
  'Strauß Verlag',
  'STRAUSS VERLAG',
];
const words = [
  'bridge',
  'harbour',
  'closed',
  'denied',
  'purpose',
  'night',
  'ledger',
  'crane',
  'tide',
  'Ελλάδα',
  'ميناء',
  'причал',
  '港',
  '🚢',
  '👩‍✈️',
  'naïve',
  'co-owner',
  '"quoted"',
  'back\\slash',
  '<b>',
  'line\nbreak',
  '50%',
];
const dates = [
  '2014-07-13',
  '2014-07-13',
  '2014-07',
  '2014',
  '2004~',
  '2003-02-11',
  '2003-02-11',
  '../2003',
  '2009/..',
  '1987-07/1994',
  '2014-06-2X',
  '199X',
  '0987-05-01',
];

/** A name, one of a few in several scripts, so that many are equal. */
export function inventedName(random: Random): string {
  return random.chance(0.6) ? random.pick(names) : `${random.pick(names)} ${String(random.between(1, 30))}`;
}

/** Some words, with characters of one to four bytes, and such as JSON and LIKE treat in their own way. */
export function inventedText(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.pick(words)).join(' ');
}

/** An EDTF date or none; open sides, vague ones and equal ones among them. */
export function inventedDate(random: Random): string | null {
  return random.chance(0.25) ? null : random.pick(dates);
}

/** One of few instants, so that many are equal. */
export function inventedInstant(random: Random): Date {
  return new Date(Date.UTC(2024, 0, random.between(1, 4), 12, 30, 15, random.pick([0, 7, 250])));
}

/** Mostly PUBLISHED: in this share of cases. */
export function inventedState(random: Random, published = 0.88): PublicationState {
  return random.chance(published) ? 'PUBLISHED' : random.pick(['DRAFT', 'ARCHIVED'] as const);
}

/** A UUIDv7 by its form, whose time is chance, so that ids don't follow the order of making. */
export function inventedUuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.between(0, 15).toString(16));
  hex[0] = '0';
  hex[12] = '7';
  hex[16] = random.pick(['8', '9', 'a', 'b']);
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** Parties that were merged into some of these: their ids and slugs lead there. */
export function inventedRedirects(
  random: Random,
  parties: readonly { id: string }[],
): Prisma.PartyRedirectCreateManyInput[] {
  return random.sample(parties, Math.ceil(parties.length / 5)).map(({ id }, index) => ({
    id: inventedUuid(random),
    slug: `merged-${String(index)}`,
    intoId: id,
  }));
}
