import type { Random } from '../../oracle/random';
import { type Attack, type Limits, limitsOf } from './attack';
import type { AttackedServer } from './attackedServer';
import { deliver } from './deliver';
import { faultsOf } from './judge';

/** Milliseconds of silence after which the client of an attack leaves a busy server. */
const SILENCE_MS = 1_500;

/** Milliseconds after which no more attacks are made. */
const PATIENCE = 150_000;

/**
 * Makes all attacks, so many at a time, in random order. Memory cannot be told apart: what they may not do together is keep
 * others waiting.
 *
 * @param shared how much longer an attack may take than alone
 * @returns what the server did wrong, each with the name of the attack
 */
export async function besieged(
  server: AttackedServer,
  attacks: readonly Attack[],
  atOnce: number,
  random: Random,
  shared: number,
): Promise<string[]> {
  const waiting = random.sample(attacks, attacks.length);
  const faults: string[] = [];
  const end = performance.now() + PATIENCE;
  const work = async (): Promise<void> => {
    for (let attack = waiting.pop(); attack !== undefined; attack = waiting.pop()) {
      if (performance.now() > end) {
        faults.push(`${attack.name}: not made, since those before it took too long`);
        continue;
      }
      const found = await attempted(server, attack, shared);
      if (found.length > 0) faults.push(`${attack.name}: ${found.join('; ')}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return faults;
}

async function attempted(server: AttackedServer, attack: Attack, shared: number): Promise<string[]> {
  const limits: Limits = { ...limitsOf(attack), milliseconds: limitsOf(attack).milliseconds * shared };
  const start = performance.now();
  const delivery = attack.deliver(server.world);
  // A server that has much to do is not silent for good.
  const isAwaited = attack.expected.ending !== 'anything' && delivery.listens === undefined;
  const listens = isAwaited && shared > 1 ? SILENCE_MS : delivery.listens;
  const outcome = await deliver(server.address, { ...delivery, listens }, limits.milliseconds + 1_000);
  return faultsOf({ ...attack, limits }, outcome, { milliseconds: performance.now() - start, memoryBytes: 0 });
}
