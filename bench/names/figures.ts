import { type Pair } from './pairs';

/** A way to find a party by what was typed. */
export interface Way {
  readonly title: string;
  /** The names of the best ten, best first. */
  readonly rank: (typed: string) => Promise<string[]>;
}

/** Where a pair's party came, from 0; -1 where it is not among the ten. */
interface Placed {
  readonly pair: Pair;
  readonly place: number;
  readonly milliseconds: number;
}

/** Puts every pair to every way, and prints by kind what share of parties came first, among five and among ten. */
export async function printFigures(pairs: readonly Pair[], ways: readonly Way[]): Promise<void> {
  const results = new Map<Way, Placed[]>();
  for (const way of ways) results.set(way, await placeAll(pairs, way));
  for (const [title, isHeld] of [
    ['Pairs to tune by', false],
    ['Pairs held apart', true],
  ] as const) {
    console.log(`\n${title}\n`);
    printTable(ways.map((way) => [way.title, (results.get(way) ?? []).filter((one) => one.pair.isHeld === isHeld)]));
  }
  const [first] = ways;
  if (first) printTimes((results.get(first) ?? []).map(({ milliseconds }) => milliseconds));
}

async function placeAll(pairs: readonly Pair[], way: Way): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const pair of pairs) {
    const since = performance.now();
    const names = await way.rank(pair.typed);
    placed.push({ pair, place: names.indexOf(pair.party), milliseconds: performance.now() - since });
  }
  return placed;
}

function printTable(columns: readonly (readonly [string, Placed[]])[]): void {
  const [[, all = []] = []] = columns;
  const kinds = [...new Set(all.filter(({ pair }) => pair.matches).map(({ pair }) => pair.kind))];
  const heads = columns.map(([title]) => ` ${title}: first, in 5, in 10, MRR |`);
  console.log(`| kind of difference | pairs |${heads.join('')}`);
  console.log(`| :-- | --: |${columns.map(() => ' --: |').join('')}`);
  for (const kind of [...kinds, undefined]) {
    const chosen = (placed: Placed[]): Placed[] =>
      placed.filter(({ pair }) => pair.matches && (kind === undefined || pair.kind === kind));
    const cells = columns.map(([, placed]) => ` ${recall(chosen(placed))} |`);
    console.log(`| ${kind ?? 'all that match'} | ${chosen(all).length} |${cells.join('')}`);
  }
  const wrong = columns.map(([, placed]) => {
    const others = placed.filter(({ pair }) => !pair.matches);
    return ` ${others.filter(({ place }) => place === 0).length} |`;
  });
  console.log(`| wrong name first | ${all.filter(({ pair }) => !pair.matches).length} |${wrong.join('')}`);
}

function recall(placed: readonly Placed[]): string {
  const share = (most: number): string =>
    ((placed.filter(({ place }) => place >= 0 && place < most).length / placed.length) * 100).toFixed(0);
  const reciprocal = placed.reduce((sum, { place }) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0) / placed.length;
  return `${[1, 5, 10].map(share).join(' ')} ${reciprocal.toFixed(3)}`;
}

function printTimes(times: number[]): void {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1);
  console.log(`\nA search takes ${at(0.5)} ms (median), ${at(0.95)} ms (95th of 100).`);
}
