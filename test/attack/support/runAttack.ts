import { type Attack, limitsOf } from './attack';
import type { AttackedServer } from './attackedServer';
import { deliver } from './deliver';
import { faultsOf } from './judge';

/** How often an attack that took too long is made again: a machine with other work must not be taken for a slow server. */
const ATTEMPTS = 3;

/** By how much the client's patience exceeds what the attack may take. */
const PATIENCE = 3;

/** Makes one attack, while nothing else is asked; says what the server did wrong. */
export async function runAttack(server: AttackedServer, attack: Attack): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const faults = await attempted(server, attack);
    const isOnlySlow = faults.length > 0 && faults.every((fault) => fault.startsWith('milliseconds'));
    if (!isOnlySlow || attempt === ATTEMPTS) return faults;
  }
}

async function attempted(server: AttackedServer, attack: Attack): Promise<string[]> {
  const delivery = attack.deliver(server.world);
  const { milliseconds: allowed } = limitsOf(attack);
  server.forgetPeak();
  const before = server.residentBytes;
  const start = performance.now();
  const outcome = await deliver(server.address, delivery, Math.max(allowed * PATIENCE, 2_000));
  const milliseconds = performance.now() - start;
  const isAlive = (await server.answersIn()) !== undefined;
  const faults = faultsOf(attack, outcome, { milliseconds, memoryBytes: server.peakBytes - before });
  if (isAlive) return faults;
  await server.restart();
  return [...faults, 'afterwards the server did not answer, and had to be started again'];
}
