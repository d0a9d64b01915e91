import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareMigrations, MIGRATIONS, migrationNames } from './schemaEngine';
import { startThrowawayPostgres } from './throwawayPostgres';

/** Writes the migration that brings what the earlier ones build to what schema.prisma says: npm run migration:new -- NAME. */
async function newMigration(name: string): Promise<void> {
  const postgres = await startThrowawayPostgres();
  try {
    const { script } = await compareMigrations(postgres.url);
    if (script === '') {
      console.log('The migrations and prisma/schema.prisma agree: there is nothing to migrate.');
      return;
    }
    const folder = join(MIGRATIONS, `${nextStamp()}_${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'migration.sql'), script);
    console.log(`Wrote ${join(folder, 'migration.sql')}. Read it, and add what Prisma cannot say.`);
  } finally {
    await postgres.remove();
  }
}

/** Now as YYYYMMDDhhmmss, or just after the newest migration where a clock was ahead. */
function nextStamp(): string {
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const newest = migrationNames().at(-1)?.slice(0, 14) ?? '';
  return now > newest ? now : String(BigInt(newest) + 1n);
}

const [name = ''] = process.argv.slice(2);
if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
  console.error('Name the migration in lower case, such as: npm run migration:new -- add_search');
  process.exitCode = 1;
} else {
  newMigration(name).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
