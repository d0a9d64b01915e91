import { RequestError } from '../lib/errors';
import { TwoGenerationCache } from '../lib/twoGenerationCache';
import { type Plan, planBytes } from './plan';

/** Bytes that the kept plans hold together, and that one may hold. A longer one is compiled each time. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_BYTES_OF_ONE = 256 * 1024;

/** Bytes that a kept refusal holds, roughly. */
const REFUSAL_BYTES = 2_000;

/** What a plan cache has done since the process began. */
export interface PlanStatistics {
  /** Plans kept now, and the bytes that they hold. */
  readonly plans: number;
  readonly planBytes: number;
  readonly hits: number;
  readonly misses: number;
  /** Seconds that compiling took, in all and at the longest. */
  readonly compileSeconds: number;
  readonly longestCompileSeconds: number;
}

/** What came of compiling: a plan, null for what cannot be planned, or why it is refused. */
type Outcome = { readonly plan: Plan | null } | { readonly refusal: RequestError };

/** Keeps compiled plans, each under the nodes of the document that it was compiled from and what else it depends on. */
export class PlanCache {
  private readonly outcomes = new TwoGenerationCache<Outcome>({
    maxBytes: MOST_BYTES,
    maxEntryBytes: MOST_BYTES_OF_ONE,
    bytesOf: (outcome, key) => 2 * key.length + ('refusal' in outcome ? REFUSAL_BYTES : bytesOf(outcome.plan)),
  });
  private readonly nodeKeys = new WeakMap<object, number>();
  private lastNodeKey = 0;
  private hits = 0;
  private misses = 0;
  private compileSeconds = 0;
  private longestCompileSeconds = 0;

  /**
   * A kept plan, or a new one.
   *
   * @param nodes the operation, or the field's nodes, the same objects each time their document is run; none where `rest` says all
   * @param rest what the plan depends on besides
   * @param compile null where the node is nothing that can be planned. That is kept too, and so is a RequestError
   * @throws what `compile` throws, or has thrown
   */
  plan(nodes: readonly object[], rest: string, compile: () => Plan | null): Plan | null {
    const key = this.keyOf(nodes, rest);
    const kept = this.outcomes.get(key);
    if (kept) {
      this.hits += 1;
      if ('refusal' in kept) throw kept.refusal;
      return kept.plan;
    }
    const start = performance.now();
    try {
      const plan = compile();
      this.outcomes.set(key, { plan });
      return plan;
    } catch (error) {
      if (error instanceof RequestError) this.outcomes.set(key, { refusal: error });
      throw error;
    } finally {
      this.count((performance.now() - start) / 1_000);
    }
  }

  /** Keeps why nodes are refused, where that was found while something around them was compiled. */
  refuse(nodes: readonly object[], rest: string, refusal: RequestError): void {
    this.outcomes.set(this.keyOf(nodes, rest), { refusal });
  }

  private count(seconds: number): void {
    this.misses += 1;
    this.compileSeconds += seconds;
    this.longestCompileSeconds = Math.max(this.longestCompileSeconds, seconds);
  }

  private keyOf(nodes: readonly object[], rest: string): string {
    return `${nodes.map((node) => this.nodeKey(node)).join(' ')} ${rest}`;
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
    const { size: plans, bytes } = this.outcomes;
    return { plans, planBytes: bytes, hits, misses, compileSeconds, longestCompileSeconds };
  }
}

function bytesOf(plan: Plan | null): number {
  return plan === null ? 100 : planBytes(plan);
}
