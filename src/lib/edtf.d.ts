// The package brings no types. Only its grammar is used here: its own bounds are wrong for sets, masks and seasons.
declare module 'edtf' {
  export interface EdtfTree {
    type: 'Date' | 'Year' | 'Decade' | 'Century' | 'Season' | 'Interval' | 'Set' | 'List';
    level: number;
  }
  /** @throws Error where the text does not follow the grammar of the given level or a lower one */
  export function parse(text: string, constraints?: { level?: number; types?: readonly string[] }): EdtfTree;
}
