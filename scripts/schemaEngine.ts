import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';

const SCHEMA = resolve('prisma/schema.prisma');
export const MIGRATIONS = resolve('prisma/migrations');

/** What Prisma's schema engine finds when it compares the migrations with schema.prisma. */
export interface Difference {
  /** SQL that would bring the migrations to the schema; empty where they agree. */
  script: string;
  /** The same for a reader. */
  summary: string;
}

/**
 * Compares what the migrations build with what prisma/schema.prisma says, as `prisma migrate diff` does. Prisma's own
 * command needs a program from its download site; this runs the same engine from npm, as WebAssembly.
 *
 * Prisma's model has no word for check constraints, collations, triggers, expression and partial indexes: the engine
 * does not read those and so never asks to drop them.
 *
 * @param url a PostgreSQL on which it may make and drop a database for the comparison
 */
export async function compareMigrations(url: string): Promise<Difference> {
  const schema = { content: readFileSync(SCHEMA, 'utf8'), path: SCHEMA };
  const engine = await startEngine(url, schema);
  try {
    const from: DiffTarget = { tag: 'migrations', ...listMigrations() };
    const to: DiffTarget = { tag: 'schemaDatamodel', files: [schema] };
    const filters = { externalTables: [], externalEnums: [] };
    const script = await engine.diff({ from, to, script: true, exitCode: true, filters });
    if (script.exitCode !== 2) {
      return { script: '', summary: '' };
    }
    const summary = await engine.diff({ from, to, script: false, exitCode: true, filters });
    return { script: script.stdout ?? '', summary: summary.stdout ?? '' };
  } finally {
    engine.free();
  }
}

/** Names of the migration folders, in the order in which they are applied. */
export function migrationNames(): string[] {
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function listMigrations(): MigrationList {
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(join(MIGRATIONS, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

async function startEngine(url: string, schema: { content: string; path: string }): Promise<SchemaEngine> {
  // The package's own entry imports the .wasm file as a module, which node does only under a flag.
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm'));
  const code = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const instance = new WebAssembly.Instance(code, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const log = (): undefined => undefined;
  const adapter = bindMigrationAwareSqlAdapterFactory(mendedFactory(url));
  return bindings.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, log, adapter);
}

function mendedFactory(url: string): SqlMigrationAwareDriverAdapterFactory {
  const connection = parts(url);
  const factory = new PrismaPg(connection);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => mended(raw(await factory.connect())),
    // The adapter's own drops the shadow database while it is still connected to it.
    connectToShadowDb: async () => {
      const database = `allegata_shadow_${String(process.pid)}_${String(Date.now())}`;
      await runScript(connection, `CREATE DATABASE "${database}"`);
      const adapter = raw(await new PrismaPg({ ...connection, database }).connect());
      return mended(adapter, async () => {
        await adapter.dispose();
        await runScript(connection, `DROP DATABASE "${database}"`);
      });
    },
  };
}

/** What the adapter's queries answer, before it reads the types of the columns; pg's own shape. */
interface RawAdapter extends SqlDriverAdapter {
  performIO(query: SqlQuery): Promise<{ fields: { dataTypeID: number }[]; rows: unknown[][] }>;
  underlyingDriver(): { query(sql: string): Promise<unknown> };
}

/** Its declared type hides performIO, which it has. */
function raw(adapter: SqlDriverAdapter): RawAdapter {
  return adapter as RawAdapter;
}

/** PostgreSQL's numbers of the types "char", of which its catalogs are full, and text. */
const CHAR = 18;
const TEXT = 25;

/** The adapter with the two mends that the schema engine needs. */
function mended(adapter: RawAdapter, dispose = () => adapter.dispose()): SqlDriverAdapter {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    executeRaw: (query) => adapter.executeRaw(query),
    // Its own cuts a script at every semicolon, also at those inside a function's body.
    executeScript: async (script) => {
      await adapter.underlyingDriver().query(script);
    },
    queryRaw: (query) => queryWithChars(adapter, query),
    startTransaction: (level) => adapter.startTransaction(level),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose,
  };
}

/** The adapter refuses a column of type "char"; it is shown it as text, and the engine is told what it was. */
async function queryWithChars(adapter: RawAdapter, query: SqlQuery): Promise<SqlResultSet> {
  const chars: number[] = [];
  const performIO = async (inner: SqlQuery): ReturnType<RawAdapter['performIO']> => {
    const result = await adapter.performIO(inner);
    result.fields.forEach((field, index) => {
      if (field.dataTypeID === CHAR) {
        chars.push(index);
        field.dataTypeID = TEXT;
      }
    });
    return result;
  };
  const shown = Object.create(adapter, { performIO: { value: performIO } }) as RawAdapter;
  const answer = await shown.queryRaw(query);
  for (const index of chars) {
    answer.columnTypes[index] = ColumnTypeEnum.Character;
  }
  return answer;
}

function parts(url: string): { host: string; port: number; user: string; password: string; database: string } {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

async function runScript(connection: object, sql: string): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  await client.query(sql);
  await client.end();
}
