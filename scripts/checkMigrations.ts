import { compareMigrations, migrationNames } from './schemaEngine';
import { startThrowawayPostgres } from './throwawayPostgres';

const FORM = /^\d{14}_[a-z0-9]+(_[a-z0-9]+)*$/;

/** Faults in the names: they are applied in this order, so two of one time, or one without, have no order. */
function findNameFaults(names: string[]): string[] {
  const malformed = names.filter((name) => !FORM.test(name));
  const stamps = names.map((name) => name.slice(0, 14));
  const repeated = names.filter((name, index) => stamps[index] === stamps[index - 1]);
  return [
    ...malformed.map((name) => `${name} is not named YYYYMMDDhhmmss_name.`),
    ...repeated.map((name) => `${name} has the time of the migration before it: their order is not certain.`),
  ];
}

/** Shows that the migrations build what prisma/schema.prisma says; exit status 1 and the difference where they don't. */
async function checkMigrations(): Promise<void> {
  const faults = findNameFaults(migrationNames());
  const postgres = await startThrowawayPostgres();
  try {
    const { script, summary } = await compareMigrations(postgres.url);
    if (script !== '') {
      faults.push(
        'The migrations and prisma/schema.prisma disagree. npm run migration:new -- NAME writes the missing one:\n' +
          `${summary}\n${script}`,
      );
    }
  } finally {
    await postgres.remove();
  }
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exitCode = 1;
  } else {
    console.log('The migrations build what prisma/schema.prisma says.');
  }
}

checkMigrations().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
