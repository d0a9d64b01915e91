import { defineConfig } from 'prisma/config';

// generate, validate and format never start the schema engine, but the CLI insists on having its binary, which it
// would download from a site that many networks block: for these commands any executable satisfies it.
const engineless = ['generate', 'validate', 'format'];
if (process.argv.some((argument) => engineless.includes(argument))) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
