import { joiningLetters } from './joiningLetters';

const { joinsNext, joinsPrevious, virama } = joiningLetters;

/** Characters that show nothing themselves, or change the order in which others are shown. */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\uFFF9-\uFFFB]/gu;

/**
 * Hidden characters where they change what is seen, as names and emoji need them: between letters that would join, as
 * RFC 5892 has it (CONTEXTJ), in emoji of several characters, and after a character that has variants.
 */
const NEEDED = [
  // Persian, Urdu, Syriac, ...: letters that join are kept apart.
  `(?<=[${joinsNext}]\\p{Mn}*)\\u200C(?=\\p{Mn}*[${joinsPrevious}])`,
  // Hindi, Bengali, Sinhala, Malayalam, ...: how a letter without its vowel is written.
  `(?<=[${virama}])[\\u200C\\u200D]`,
  // The letter Ra keeps its form before Ya in Bengali, Telugu and Kannada (The Unicode Standard, chapter 12).
  `(?<=[\\u09B0\\u09F0\\u0C30\\u0CB0])\\u200D(?=[${virama}])`,
  // Mongolian: a final vowel that stands apart, and forms of letters.
  '(?<=\\p{Script=Mongolian})\\u180E(?=[\\u1820\\u1821])',
  '(?<=\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
  // Emoji: joined, in colour or in black, and keys.
  '(?<=\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?)\\u200D(?=\\p{Extended_Pictographic})',
  '(?<=\\p{Extended_Pictographic})[\\uFE0E\\uFE0F]',
  '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
  // Chinese and Japanese: forms of a character, which names insist on.
  '(?<=\\p{Ideographic})[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
].join('|');

const NEEDED_HERE = new RegExp(NEEDED, 'uy');

/** The first hidden character of a text that changes nothing that is seen but the order; null where there is none. */
export function hiddenCharacter(text: string): { readonly index: number; readonly isDirection: boolean } | null {
  for (const { index, 0: character } of text.matchAll(HIDDEN)) {
    NEEDED_HERE.lastIndex = index;
    if (!NEEDED_HERE.test(text)) return { index, isDirection: /\p{Bidi_Control}/u.test(character) };
  }
  return null;
}
