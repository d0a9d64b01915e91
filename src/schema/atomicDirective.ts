import { DirectiveLocation, GraphQLDirective, type OperationDefinitionNode } from 'graphql';

/** The directive of an operation whose mutations are stored together or not at all. */
export const atomicDirective = new GraphQLDirective({
  name: 'atomic',
  description:
    'All or none: the mutations of this operation are one transaction. They run in their order, each sees what those before it wrote, and their payloads are read before the end. The first error takes everything back: data is null, and each error has extensions.stored false besides its code and path. Where the connection breaks at the very end, extensions.stored is missing, since nobody knows; the same Idempotency-Key makes it safe to try again. The whole may take 30 seconds.',
  locations: [DirectiveLocation.MUTATION],
});

/** Whether an operation asks for all or none. */
export function isAtomic({ directives }: OperationDefinitionNode): boolean {
  return directives?.some(({ name }) => name.value === atomicDirective.name) === true;
}
