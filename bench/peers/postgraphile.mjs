import { createServer } from 'node:http';
import { PgManyToManyPreset } from '@graphile-contrib/pg-many-to-many';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

// PostGraphile as its documentation sets it up, for a role that row security binds. The schema is read once, when it starts.
const pgl = postgraphile({
  extends: [PostGraphileAmberPreset, PgManyToManyPreset, PostGraphileConnectionFilterPreset],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['public'],
      poolConfig: { max: Number(process.env.BENCH_POOL_SIZE ?? 10), idleTimeoutMillis: 300_000 },
      pubsub: false,
    }),
  ],
  schema: {
    defaultBehavior: `+orderBy +filterBy ${process.env.BENCH_WRITES === 'on' ? '+insert' : '-insert'} -update -delete`,
    connectionFilterRelations: true,
  },
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  grafserv: { watch: false, graphiql: false, websockets: false },
  grafast: { explain: false },
});
const server = createServer();
const serv = pgl.createServ(grafserv);
await serv.addTo(server);
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}/graphql`));

if (process.argv.includes('--print-schema')) {
  const { printSchema } = await import('graphql');
  console.log(printSchema((await pgl.getSchemaResult()).schema));
  process.exit(0);
}
