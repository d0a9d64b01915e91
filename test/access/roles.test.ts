import 'reflect-metadata';
import type { FastifyInstance } from 'fastify';
import { Authorized, buildSchemaSync, getMetadataStorage, Mutation, Query, Resolver } from 'type-graphql';
import { checkRole, RequireRole, requireRole } from '../../src/access/requireRole';
import { type Actor, ANONYMOUS, readRole } from '../../src/lib/actor';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { mutationsWithoutRole } from '../architecture/mutationRoles';
import { onlyError, post, startServerOf } from '../server/graphqlServer';

// Built before the made-up resolvers below exist, as the program builds it.
const own = buildAllegataSchema();
const ownMutations = new Set(Object.keys(own.getMutationType()?.getFields() ?? {}));
const ownRoles = getMetadataStorage()
  .mutations.filter(({ schemaName }) => ownMutations.has(schemaName))
  .flatMap(({ roles }): unknown[] => roles ?? []);

const { mutations, subscriptions, authorizedFields } = getMetadataStorage();
/** What is kept for a role, but is neither a mutation nor a subscription. */
const ownReadsWithRole = authorizedFields
  .filter(({ target, fieldName }) =>
    [...mutations, ...subscriptions].every((each) => each.target !== target || each.methodName !== fieldName),
  )
  .map(({ fieldName }) => fieldName);

@Resolver()
class MadeUp {
  @Query(() => Boolean)
  madeUp(): boolean {
    return true;
  }

  @RequireRole('EDITOR')
  @Mutation(() => Boolean)
  forEditors(): boolean {
    return true;
  }

  @RequireRole('ADMIN')
  @Mutation(() => Boolean)
  forAdmins(): boolean {
    return true;
  }

  @Authorized('EDITRO')
  @Mutation(() => Boolean)
  misspelt(): boolean {
    return true;
  }

  @Authorized()
  @Mutation(() => Boolean)
  forAnyoneKnown(): boolean {
    return true;
  }
}

const actors: Record<string, Actor> = {
  reader: { id: 'token:1', name: 'Ada', role: 'READER' },
  editor: { id: 'token:2', name: 'Ben', role: 'EDITOR' },
  admin: { id: 'token:3', name: 'Cem', role: 'ADMIN' },
  // Somebody known who bears the name of those who are not.
  namesake: { id: 'token:4', name: 'anonymous', role: 'READER' },
};

let app: FastifyInstance;
let logged: Record<string, unknown>[];

beforeAll(async () => {
  const schema = buildSchemaSync({ resolvers: [MadeUp], authChecker: checkRole });
  ({ app, logged } = await startServerOf(schema, {
    authenticate: (authorization) => Promise.resolve(actors[authorization ?? ''] ?? ANONYMOUS),
  }));
});
afterAll(() => app.close());

const call = (mutation: string, who?: string) =>
  post(app, { query: `mutation { ${mutation} }` }, who === undefined ? {} : { authorization: who });

test.each([
  ['forEditors', undefined, 401, 'UNAUTHENTICATED', 'This needs a token with the role EDITOR.'],
  ['forAdmins', undefined, 401, 'UNAUTHENTICATED', 'This needs a token with the role ADMIN.'],
  ['forEditors', 'reader', 403, 'FORBIDDEN', 'This needs the role EDITOR; your token has the role READER.'],
  ['forEditors', 'namesake', 403, 'FORBIDDEN', 'This needs the role EDITOR; your token has the role READER.'],
  ['forAdmins', 'reader', 403, 'FORBIDDEN', 'This needs the role ADMIN; your token has the role READER.'],
  ['forAdmins', 'editor', 403, 'FORBIDDEN', 'This needs the role ADMIN; your token has the role EDITOR.'],
])('%s refuses %s', async (mutation, who, status, code, message) => {
  const response = await call(mutation, who);
  expect(response.status).toBe(status);
  expect(response.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  expect(response.json().data).toBeNull();
  expect(onlyError(response.json())).toEqual({ message, code });
});

test.each([
  ['forEditors', 'editor'],
  ['forEditors', 'admin'],
  ['forAdmins', 'admin'],
])('%s lets the %s pass', async (mutation, who) => {
  const response = await call(mutation, who);
  expect([response.status, response.json()]).toEqual([200, { data: { [mutation]: true } }]);
});

test.each(['misspelt', 'forAnyoneKnown'])(
  '%s lets nobody pass, as it names no role that there is',
  async (mutation) => {
    const response = await call(mutation, 'admin');
    expect(onlyError(response.json()).code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(logged)).toContain(`Mutation.${mutation} is kept for no role that there is`);
  },
);

it('is told through the decorator to the test that looks for mutations without a role', () => {
  const schema = buildSchemaSync({ resolvers: [MadeUp], authChecker: checkRole });
  expect(mutationsWithoutRole(schema)).toEqual(['forAnyoneKnown']);
});

it('is one that there is, for every mutation of the schema', () => {
  expect(ownRoles.filter((role) => !['EDITOR', 'ADMIN'].includes(String(role)))).toEqual([]);
});

it('is stated for no query and no field: what compiles to one SQL statement would never ask for it', () => {
  expect(ownReadsWithRole).toEqual([]);
});

it('reads as an editor what is an admin, and as a reader all else', () => {
  expect(readRole(ANONYMOUS)).toBe('READER');
  expect(readRole(actors.reader!)).toBe('READER');
  expect(readRole(actors.editor!)).toBe('EDITOR');
  expect(readRole(actors.admin!)).toBe('EDITOR');
});

it('can be required outside of resolvers too', () => {
  expect(() => requireRole(ANONYMOUS, 'EDITOR')).toThrow(/needs a token with the role EDITOR/);
  expect(() => requireRole(actors.admin!, 'EDITOR')).not.toThrow();
});
