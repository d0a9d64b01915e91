import { type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

/**
 * Names of the mutations that do not say who may call them. A mutation says so with @Authorized(role, …); @Authorized()
 * without a role would let in anyone who is known, and is not enough.
 *
 * type-graphql keeps the roles in its own metadata and not in the schema, so the schema must have been built before, in
 * this process, from decorated classes.
 */
export function mutationsWithoutRole(schema: GraphQLSchema): string[] {
  const fields = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const declared = new Map(
    getMetadataStorage().mutations.map((mutation) => [mutation.schemaName, mutation.roles?.length ?? 0]),
  );
  return fields.filter((name) => (declared.get(name) ?? 0) === 0);
}
