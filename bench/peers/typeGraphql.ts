import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { PrismaPg } from '@prisma/adapter-pg';
import { buildSchemaSync } from 'type-graphql';
import { PrismaClient } from '../../src/database/generated/client';
import {
  AllegationResolver,
  AllegationRelations,
  AssertionRelations,
  type PeerContext,
} from './typeGraphqlAllegations';
import { PartyResolver, StatementRelations, StatementResolver } from './typeGraphqlStatements';

// type-graphql, Apollo Server and Prisma, put together as their own documentation does: a class a type, a resolver a relation,
// each asking Prisma through findUnique, which Prisma gathers into one query for all parents.
const connectionString = process.env.DATABASE_URL ?? '';
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10, idleTimeoutMillis: 300_000 }) });

const schema = buildSchemaSync({
  resolvers: [
    AllegationResolver,
    AllegationRelations,
    AssertionRelations,
    PartyResolver,
    StatementRelations,
    StatementResolver,
  ],
});
const server = new ApolloServer<PeerContext>({ schema });
void startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: () => Promise.resolve({ prisma }),
}).then(({ url }) => {
  console.log(`ready ${url}`);
});
