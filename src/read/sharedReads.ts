import { SharedResults } from '../lib/sharedResults';
import type { Asker } from './asker';
import type { Plan } from './plan';
import type { PlanRun } from './planRunner';

/** Bytes of the texts that are kept for those who come a little later. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Milliseconds for which a text may be handed on. */
const KEPT_MS = 1_000;

/** Reads for changes that run at once: most connections of the pool are for requests. */
const AT_ONCE = 3;

/** Runs the reads of live changes: once for all subscribers who select the same in the same change. */
export class SharedReads {
  private readonly results = new SharedResults<string | null>({
    bytes: MOST_BYTES,
    ms: KEPT_MS,
    sizeOf: (text) => 2 * (text?.length ?? 0),
  });
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly runner: PlanRun) {}

  /**
   * Runs a plan, or gives the text that it gave a moment ago.
   *
   * @param asOf the newest change that is known. Nobody gets what was read before they knew of a later one, which may have
   *   hidden it.
   */
  run(plan: Plan, values: unknown[], asker: Asker, asOf: number): Promise<string | null> {
    const key = `${plan.name} ${asker.role} ${asOf} ${JSON.stringify(values)}`;
    return this.results.get(key, () => this.runInTurn(plan, values, asker));
  }

  private async runInTurn(plan: Plan, values: unknown[], asker: Asker): Promise<string | null> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await this.runner.run(plan, values, asker);
    } finally {
      // Whoever comes next takes this place over.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
