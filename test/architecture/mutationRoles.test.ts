import 'reflect-metadata';
import { Authorized, Mutation, Query, Resolver, buildSchemaSync } from 'type-graphql';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { mutationsWithoutRole } from './mutationRoles';

// Built before the made-up mutations below exist, as the program builds it.
const own = buildAllegataSchema();

@Resolver()
class MadeUpQueries {
  @Query(() => Boolean)
  madeUp(): boolean {
    return true;
  }
}

@Resolver()
class MadeUpMutations {
  @Mutation(() => Boolean)
  openToAll(): boolean {
    return true;
  }

  @Authorized()
  @Mutation(() => Boolean)
  openToAnyoneKnown(): boolean {
    return true;
  }

  @Authorized('EDITOR')
  @Mutation(() => Boolean)
  forEditors(): boolean {
    return true;
  }
}

const authChecker = () => true;

it('finds the mutations that name no role', () => {
  const schema = buildSchemaSync({ resolvers: [MadeUpQueries, MadeUpMutations], authChecker });
  expect(mutationsWithoutRole(schema)).toEqual(['openToAll', 'openToAnyoneKnown']);
});

it('finds none where there is no mutation', () => {
  expect(mutationsWithoutRole(buildSchemaSync({ resolvers: [MadeUpQueries], authChecker }))).toEqual([]);
});

it('every mutation of the schema states its role', () => {
  expect(mutationsWithoutRole(own)).toEqual([]);
});
