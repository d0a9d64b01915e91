import { setTimeout as sleep } from 'node:timers/promises';
import { Departure } from '../../src/lib/departure';
import { ErrorCode } from '../../src/lib/errors';
import { CostBudget } from '../../src/read/costBudget';
import { ReadGate, type GateRequest } from '../../src/read/readGate';

const SMALL = 10;
const MEDIUM = 5_000;
const LARGE = 50_000;

const request = (client: string, cost: number, more: Partial<GateRequest> = {}): GateRequest => ({
  role: 'READER',
  client,
  cost,
  bytes: () => 1_000,
  ...more,
});

/** Takes places at a gate, and notes in which order they are given. */
class Visitors {
  readonly order: string[] = [];
  private readonly leaving: (() => void)[] = [];

  constructor(private readonly gate: ReadGate) {}

  /** @returns whether there was a place at once */
  come(name: string, asked: GateRequest): boolean {
    const entering = this.gate.enter(asked);
    const begin = (leave: () => void): void => {
      this.order.push(name);
      this.leaving.push(leave);
    };
    if (entering instanceof Promise) {
      entering.then(begin, () => this.order.push(`${name} refused`));
      return false;
    }
    begin(entering);
    return true;
  }

  async oneLeaves(): Promise<void> {
    this.leaving.shift()?.();
    await sleep(0);
  }
}

it('keeps two thirds of the connections from large reads, and some from all but small ones', () => {
  const visitors = new Visitors(new ReadGate({ connections: 10 }));
  const come = (count: number, name: string, cost: number): number =>
    Array.from({ length: count }, (_, index) => visitors.come(name, request(`${name}${index}`, cost))).filter(Boolean)
      .length;
  expect(come(10, 'large', LARGE)).toBe(3);
  expect(come(10, 'medium', MEDIUM)).toBe(5);
  expect(come(10, 'small', SMALL)).toBe(2);
});

it('never gives all connections to one client', () => {
  const visitors = new Visitors(new ReadGate({ connections: 10 }));
  const begun = Array.from({ length: 20 }, () => visitors.come('one', request('one', SMALL)));
  expect(begun.filter(Boolean)).toHaveLength(8);
  expect(visitors.come('other', request('other', SMALL))).toBe(true);
});

it('lets a pool of one connection serve everything in turn', async () => {
  const visitors = new Visitors(new ReadGate({ connections: 1 }));
  for (const cost of [LARGE, MEDIUM, SMALL]) visitors.come(String(cost), request('one', cost));
  await visitors.oneLeaves();
  await visitors.oneLeaves();
  expect(visitors.order).toHaveLength(3);
});

it('serves clients in turn, however many reads one has waiting', async () => {
  const visitors = new Visitors(new ReadGate({ connections: 2 }));
  for (let index = 0; index < 6; index += 1) visitors.come(`greedy ${index}`, request('greedy', SMALL));
  visitors.come('modest', request('modest', SMALL));
  visitors.come('patient', request('patient', SMALL));
  expect(visitors.order).toEqual(['greedy 0', 'modest']);
  await visitors.oneLeaves();
  await visitors.oneLeaves();
  expect(visitors.order).toEqual(['greedy 0', 'modest', 'greedy 1', 'patient']);
});

it('lets a waiting large read begin while small ones keep coming', async () => {
  const visitors = new Visitors(new ReadGate({ connections: 2 }));
  visitors.come('small', request('a', SMALL));
  visitors.come('small', request('b', SMALL));
  visitors.come('large', request('c', LARGE));
  for (let index = 0; index < 5 && !visitors.order.includes('large'); index += 1) {
    visitors.come('small', request(`d${index}`, SMALL));
    await visitors.oneLeaves();
  }
  expect(visitors.order).toContain('large');
});

it('refuses a client that has too many bytes waiting, and serves the others', async () => {
  const gate = new ReadGate({ connections: 2, waitingBytes: 10_000 });
  const visitors = new Visitors(gate);
  for (let index = 0; index < 11; index += 1) visitors.come('greedy', request('greedy', SMALL));
  expect(() => gate.enter(request('greedy', SMALL))).toThrow(
    expect.objectContaining({
      code: ErrorCode.RATE_LIMITED,
      extensions: expect.objectContaining({ retryAfter: 1 }) as object,
    }) as Error,
  );
  expect(visitors.come('modest', request('modest', SMALL))).toBe(true);
  for (let index = 0; index < 12; index += 1) await visitors.oneLeaves();
  expect(visitors.come('greedy', request('greedy', SMALL))).toBe(true);
});

it('refuses everybody who would wait once all that waits has too many bytes', () => {
  const gate = new ReadGate({ connections: 1, waitingBytes: 1_000 });
  const visitors = new Visitors(gate);
  for (let index = 0; index < 5; index += 1) visitors.come('each', request(`client ${index}`, SMALL));
  expect(() => gate.enter(request('one more', SMALL))).toThrow(
    expect.objectContaining({ code: ErrorCode.OVERLOADED }) as Error,
  );
});

it('refuses what has waited too long, and forgets it', async () => {
  const gate = new ReadGate({ connections: 1, patienceMs: 20 });
  const leave = gate.enter(request('one', SMALL)) as () => void;
  await expect(gate.enter(request('other', SMALL))).rejects.toMatchObject({ code: ErrorCode.OVERLOADED });
  leave();
  expect(gate.enter(request('third', SMALL))).toBeInstanceOf(Function);
});

it('forgets who goes away while they wait', async () => {
  const gate = new ReadGate({ connections: 1 });
  const leave = gate.enter(request('one', SMALL)) as () => void;
  const departure = new Departure();
  const waiting = gate.enter(request('other', SMALL, { departure }));
  departure.happen();
  await expect(waiting).rejects.toMatchObject({ code: ErrorCode.TIMEOUT });
  leave();
  expect(gate.enter(request('third', SMALL))).toBeInstanceOf(Function);
});

describe('the budget of a minute', () => {
  const budget = (): CostBudget => new CostBudget(1_000);
  const refusal = (retryAfter: number): Error =>
    expect.objectContaining({
      code: ErrorCode.RATE_LIMITED,
      extensions: expect.objectContaining({ limit: 1_000, retryAfter }) as object,
    }) as Error;

  it('refuses what goes beyond it, with the seconds to wait, and takes it after those', () => {
    const of = budget();
    of.take('one', 800, 0);
    expect(() => {
      of.take('one', 400, 0);
    }).toThrow(refusal(12));
    expect(() => {
      of.take('one', 400, 12_000);
    }).not.toThrow();
  });

  it('is one for each client', () => {
    const of = budget();
    of.take('one', 1_000, 0);
    expect(() => {
      of.take('other', 1_000, 0);
    }).not.toThrow();
  });

  it('lets through a single read that costs more than all of it, once it is full', () => {
    const of = budget();
    of.take('one', 5_000, 0);
    expect(() => {
      of.take('one', 1, 0);
    }).toThrow(refusal(1));
  });
});
