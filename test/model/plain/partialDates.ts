/** The partial dates that the model knows, each with its earliest and its latest day (null: open). */
export const PARTIAL_DATES: Readonly<Record<string, readonly [string | null, string | null]>> = {
  '2014-07-13': ['2014-07-13', '2014-07-13'],
  '2014-02': ['2014-02-01', '2014-02-28'],
  '2003': ['2003-01-01', '2003-12-31'],
  '../2001': [null, '2001-12-31'],
  '1999/..': ['1999-01-01', null],
};

/** Whether something ends before it begins. */
export function endsBefore(from: string | null, to: string | null): boolean {
  const earliest = PARTIAL_DATES[from ?? '']?.[0] ?? null;
  const latest = PARTIAL_DATES[to ?? '']?.[1] ?? null;
  return earliest !== null && latest !== null && latest < earliest;
}
