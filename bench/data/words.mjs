import { randomStream } from './random.mjs';

const ONSETS = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'g',
  'gl',
  'h',
  'k',
  'kr',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
  'z',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'é', 'ö'];
const CODAS = ['', '', 'l', 'n', 'r', 's', 't', 'm', 'nd', 'rk'];
const COMMON = 'the of and to in that was on by for with as it from at this which had were not'.split(' ');

const random = randomStream(7);
const syllable = () => random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS);

/** Invented words: of no language, and of lengths that texts have. */
export const words = Array.from({ length: 4000 }, () => Array.from({ length: 1 + random.below(3) }, syllable).join(''));

export const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** Invented sentences of 40 to 140 characters, each with a full stop. */
export const sentences = Array.from({ length: 6000 }, () => {
  const length = 7 + random.below(14);
  const parts = Array.from({ length }, () => (random.chance(0.4) ? random.pick(COMMON) : random.pick(words)));
  return `${capital(parts.join(' '))}.`;
});
