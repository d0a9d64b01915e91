import { config, list } from '@keystone-6/core';
import { calendarDay, checkbox, integer, relationship, select, text, timestamp } from '@keystone-6/core/fields';
import { PrismaPg } from '@prisma/adapter-pg';

// Keystone over the same tables. Its lists are mapped onto them; where it wants a table of its own kind (an id for every row,
// two columns A and B between two lists), forPeers.sql gives it a view. Access control shows what readers may see.

const mapped = (map) => ({ db: { map } });
const options = (names) => ({ type: 'enum', options: names.split(' ') });
const state = () => select({ ...options('DRAFT PUBLISHED ARCHIVED') });
const visibleTo = (filter) => ({
  operation: {
    query: () => true,
    create: () => process.env.BENCH_WRITES === 'on',
    update: () => false,
    delete: () => false,
  },
  filter: { query: filter },
});
const published = visibleTo(() => ({ state: { equals: 'PUBLISHED' } }));
const uuid = (map) => text({ db: { map, extendPrismaSchema: (field) => `${field} @postgresql.Uuid` } });

/** Keystone names an enum after its list; in the database, lists share one. */
const ENUMS = {
  PartyKindType: 'party_kind',
  StatementKindType: 'statement_kind',
  AllegationPartyRoleType: 'allegation_role',
  AssertionStanceType: 'stance',
  AssertionModeType: 'speech_mode',
  PublicationState: 'publication_state',
};

function withDatabaseEnums(schema) {
  const seen = new Set();
  return schema
    .replaceAll(/\b\w+StateType\b/g, 'PublicationState')
    .replaceAll(/enum (\w+) \{([^}]*)\}/g, (_, name, body) => {
      if (seen.has(name)) return '';
      seen.add(name);
      return `enum ${name} {${body}\n@@map("${ENUMS[name]}")\n}`;
    });
}

export default config({
  db: {
    provider: 'postgresql',
    prismaClientOptions: () => ({
      adapter: new PrismaPg({
        connectionString: process.env.DATABASE_URL,
        max: Number(process.env.BENCH_POOL_SIZE ?? 10),
        idleTimeoutMillis: 300_000,
      }),
    }),
    idField: { kind: 'uuid', version: 7 },
    extendPrismaSchema: withDatabaseEnums,
  },
  telemetry: false,
  ui: { isDisabled: true },
  server: {
    options: { host: '127.0.0.1', port: 0 },
    extendHttpServer: (server) => {
      server.on('listening', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        console.log(`ready http://127.0.0.1:${port}/api/graphql`);
      });
    },
  },
  lists: {
    Party: list({
      access: published,
      db: { map: 'party' },
      fields: {
        slug: text({ isIndexed: 'unique' }),
        kind: select(options('PERSON ORGANIZATION STATE BODY OUTLET GROUP')),
        name: text(),
        state: state(),
        allegations: relationship({ ref: 'Allegation.concerned', many: true }),
      },
    }),
    Statement: list({
      access: published,
      db: { map: 'statement' },
      fields: {
        slug: text({ isIndexed: 'unique' }),
        kind: select(
          options('COMMUNIQUE ARTICLE SPEECH INTERVIEW BROADCAST POST LETTER REPORT RULING TESTIMONY OTHER'),
        ),
        title: text(),
        subtitle: text({ db: { isNullable: true } }),
        language: text({ db: { isNullable: true } }),
        issuedOn: text({ db: { map: 'issued_on', isNullable: true } }),
        issuedEarliest: calendarDay(mapped('issued_earliest')),
        issuedLatest: calendarDay(mapped('issued_latest')),
        createdAt: timestamp(mapped('created_at')),
        version: integer(),
        state: state(),
        issuers: relationship({ ref: 'Party', many: true, db: { relationName: 'keystone_issuers' } }),
      },
    }),
    Allegation: list({
      access: published,
      db: { map: 'allegation' },
      fields: {
        slug: text({ isIndexed: 'unique' }),
        summary: text(),
        occurredOn: text({ db: { map: 'occurred_on', isNullable: true } }),
        occurredEarliest: calendarDay(mapped('occurred_earliest')),
        occurredLatest: calendarDay(mapped('occurred_latest')),
        place: text({ db: { isNullable: true } }),
        state: state(),
        concerned: relationship({ ref: 'Party.allegations', many: true, db: { relationName: 'keystone_concerned' } }),
        accused: relationship({ ref: 'Party', many: true, db: { relationName: 'keystone_accused' } }),
        parties: relationship({ ref: 'AllegationParty.allegation', many: true }),
        assertions: relationship({ ref: 'Assertion.allegation', many: true }),
      },
    }),
    AllegationParty: list({
      access: visibleTo(() => ({ party: { state: { equals: 'PUBLISHED' } } })),
      db: { map: 'keystone_allegation_party', idField: { kind: 'string' } },
      fields: {
        allegation: relationship({ ref: 'Allegation.parties', db: { foreignKey: { map: 'allegation_id' } } }),
        party: relationship({ ref: 'Party', db: { foreignKey: { map: 'party_id' } } }),
        position: integer(),
        role: select(options('ACCUSED AFFECTED SUBJECT')),
      },
    }),
    Assertion: list({
      access: visibleTo(() => ({ visible: { equals: true } })),
      db: { map: 'keystone_assertion' },
      fields: {
        allegation: relationship({ ref: 'Allegation.assertions', db: { foreignKey: { map: 'allegation_id' } } }),
        statement: relationship({ ref: 'Statement', db: { foreignKey: { map: 'statement_id' } } }),
        speaker: relationship({ ref: 'Party', db: { foreignKey: { map: 'speaker_id' } } }),
        stance: select(options('ALLEGES REPEATS REPORTS CORROBORATES DENIES REBUTS CONDEMNS RETRACTS')),
        mode: select(options('DIRECT INDIRECT')),
        statementIssued: calendarDay(mapped('statement_issued')),
        statementOrder: uuid('statement_order'),
        anchorStart: integer(mapped('anchor_start')),
        anchorEnd: integer(mapped('anchor_end')),
        anchorExact: text({ db: { map: 'anchor_exact', isNullable: true } }),
        visible: checkbox(),
      },
    }),
  },
});
