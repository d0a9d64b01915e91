import { createInterface } from 'node:readline';
import { readEnvironment } from '../../src/lib/environment';
import { openStore } from '../../src/database/openStore';
import type { StoreRole } from '../../src/database/embeddedPostgres';

// A process that opens the store of its environment and does as its input says, a line at a time: an SQL query, or
// "close". It answers each with a line of JSON. The tests of the embedded PostgreSQL start, ask and kill it.

function tell(answer: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function main(role: StoreRole): Promise<void> {
  const store = await openStore(readEnvironment(), role, (message) => {
    tell({ log: message });
  });
  tell({ opened: true });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'close') {
      break;
    }
    await store.pool.query<Record<string, unknown>>(line).then(
      ({ rows }) => {
        tell({ rows });
      },
      (error: unknown) => {
        tell({ failed: (error as Error).message });
      },
    );
  }
  // An open pipe would keep this process alive.
  process.stdin.destroy();
  await store.close();
  tell({ closed: true });
}

main(process.argv[2] === 'server' ? 'server' : 'command').catch((error: unknown) => {
  tell({ error: (error as Error).message });
  process.exitCode = 1;
});
