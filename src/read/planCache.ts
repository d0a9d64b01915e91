import { LRUCache } from 'lru-cache';
import type { Plan } from './plan';

/** How many plans are kept. One that is pushed out is compiled again when it is next asked for. */
const MOST_PLANS = 2_000;

/** What a plan cache has done since the process began. */
export interface PlanStatistics {
  /** Plans kept now. */
  readonly plans: number;
  readonly hits: number;
  readonly misses: number;
  /** Seconds that compiling took, in all and at the longest. */
  readonly compileSeconds: number;
  readonly longestCompileSeconds: number;
}

/** Keeps compiled plans, each under the nodes of the document that it was compiled from and what else it depends on. */
export class PlanCache {
  private readonly plans = new LRUCache<string, { plan: Plan | null }>({ max: MOST_PLANS });
  private readonly nodeKeys = new WeakMap<object, number>();
  private lastNodeKey = 0;
  private hits = 0;
  private misses = 0;
  private compileSeconds = 0;
  private longestCompileSeconds = 0;

  /**
   * A kept plan, or a new one.
   *
   * @param nodes the operation, or the field's nodes, the same objects each time their document is run
   * @param rest what the plan depends on besides
   * @param compile null where the node is nothing that can be planned, which is kept too; what it throws is not
   */
  plan(nodes: readonly object[], rest: string, compile: () => Plan | null): Plan | null {
    const key = `${nodes.map((node) => this.nodeKey(node)).join(' ')} ${rest}`;
    const kept = this.plans.get(key);
    if (kept) {
      this.hits += 1;
      return kept.plan;
    }
    const start = performance.now();
    const plan = compile();
    this.plans.set(key, { plan });
    this.count((performance.now() - start) / 1_000);
    return plan;
  }

  private count(seconds: number): void {
    this.misses += 1;
    this.compileSeconds += seconds;
    this.longestCompileSeconds = Math.max(this.longestCompileSeconds, seconds);
  }

  private nodeKey(node: object): number {
    const known = this.nodeKeys.get(node);
    if (known !== undefined) return known;
    this.lastNodeKey += 1;
    this.nodeKeys.set(node, this.lastNodeKey);
    return this.lastNodeKey;
  }

  statistics(): PlanStatistics {
    const { hits, misses, compileSeconds, longestCompileSeconds } = this;
    return { plans: this.plans.size, hits, misses, compileSeconds, longestCompileSeconds };
  }
}
