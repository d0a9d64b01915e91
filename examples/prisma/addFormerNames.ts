import type { PrismaClient } from '../../src/database/generated/client';
import { openStore } from '../../src/database/openStore';
import { readEnvironment } from '../../src/lib/environment';

type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** Who history names as the author of this transaction. */
const ACTOR = 'script:add-former-names';

/** Adds a former name to a party, after its other names. Returns false where the party has that name already. */
async function addFormerName(store: Transaction, slug: string, name: string): Promise<boolean> {
  // Locks the party, so that two scripts can't give two names the same position.
  await store.$queryRaw`SELECT id FROM party WHERE slug = ${slug} FOR NO KEY UPDATE`;
  const party = await store.party.findUniqueOrThrow({ where: { slug }, include: { names: true } });
  if (party.name === name || party.names.some((known) => known.name === name)) return false;
  const position = Math.max(-1, ...party.names.map((known) => known.position)) + 1;
  await store.party.update({
    where: { id: party.id },
    data: { version: { increment: 1 }, names: { create: { position, name, kind: 'FORMER' } } },
  });
  return true;
}

async function main(pairs: readonly string[]): Promise<void> {
  const store = await openStore(readEnvironment(), 'command', console.error);
  try {
    const added = await store.prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT set_config('allegata.actor', ${ACTOR}, true), set_config('allegata.actor_id', ${ACTOR}, true)`;
      let count = 0;
      for (const pair of pairs) {
        const [slug = '', name = ''] = pair.split('=');
        if (await addFormerName(transaction, slug, name)) count += 1;
      }
      return count;
    });
    console.log(`Added ${String(added)} of ${String(pairs.length)} names.`);
  } finally {
    await store.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
