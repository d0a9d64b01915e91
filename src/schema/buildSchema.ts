import 'reflect-metadata';
import { type GraphQLSchema, isAbstractType, specifiedDirectives } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { checkRole } from '../access/requireRole';
import { checkReadMap } from '../read/checkReadMap';
import { TYPE_KEY } from '../read/compiler';
import { AllegationResolver } from '../resolvers/allegation.resolver';
import { AllegationFieldsResolver } from '../resolvers/allegationFields.resolver';
import { AllegationMutationResolver } from '../resolvers/allegationMutation.resolver';
import { AssertionResolver } from '../resolvers/assertion.resolver';
import { AssertionMutationResolver } from '../resolvers/assertionMutation.resolver';
import { ChangeResolver } from '../resolvers/change.resolver';
import { DossierMutationResolver } from '../resolvers/dossierMutation.resolver';
import {
  AllegationFacetsResolver,
  AssertionFacetsResolver,
  PartyFacetsResolver,
  StatementFacetsResolver,
} from '../resolvers/facets.resolver';
import { FindingMutationResolver } from '../resolvers/findingMutation.resolver';
import { HistoryResolver } from '../resolvers/history.resolver';
import {
  AllegationHistoryResolver,
  AssertionHistoryResolver,
  FindingHistoryResolver,
  PartyHistoryResolver,
  StatementHistoryResolver,
} from '../resolvers/historyFields.resolver';
import { NodeResolver } from '../resolvers/node.resolver';
import { NodeMutationResolver } from '../resolvers/nodeMutation.resolver';
import { OverviewResolver } from '../resolvers/overview.resolver';
import { PartyResolver } from '../resolvers/party.resolver';
import { PartyFieldsResolver } from '../resolvers/partyFields.resolver';
import { PartyMutationResolver } from '../resolvers/partyMutation.resolver';
import { StatementResolver } from '../resolvers/statement.resolver';
import { StatementFieldsResolver } from '../resolvers/statementFields.resolver';
import { StatementMutationResolver } from '../resolvers/statementMutation.resolver';
import { UnmergePartiesPayloadResolver } from '../resolvers/unmergePayload.resolver';
import { atomicDirective } from './atomicDirective';

/**
 * Builds the schema that the server runs; what to run it with is resolveFromPlan as the executor's fieldResolver.
 *
 * @throws Error where the schema has a field, a filter, an order or a facet that nothing reads
 */
export function buildAllegataSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      NodeResolver,
      OverviewResolver,
      HistoryResolver,
      PartyResolver,
      PartyFieldsResolver,
      PartyFacetsResolver,
      StatementResolver,
      StatementFieldsResolver,
      StatementFacetsResolver,
      AllegationResolver,
      AllegationFieldsResolver,
      AllegationFacetsResolver,
      AssertionResolver,
      AssertionFacetsResolver,
      PartyHistoryResolver,
      StatementHistoryResolver,
      AllegationHistoryResolver,
      AssertionHistoryResolver,
      FindingHistoryResolver,
      PartyMutationResolver,
      UnmergePartiesPayloadResolver,
      StatementMutationResolver,
      AllegationMutationResolver,
      AssertionMutationResolver,
      FindingMutationResolver,
      NodeMutationResolver,
      DossierMutationResolver,
      ChangeResolver,
    ],
    directives: [...specifiedDirectives, atomicDirective],
    authChecker: checkRole,
    // GraphQL's own types and scalars check the input, and the read path what lies beyond them.
    validate: false,
    pubSub: noPubSub,
  });
  describeRoots(schema);
  resolveTypesFromPlan(schema);
  checkReadMap(schema);
  return schema;
}

/** type-graphql wants one where there are subscriptions; ours brings its changes from the store. */
const noPubSub: PubSub = {
  publish: () => {
    throw new Error('Changes are published by the store alone.');
  },
  subscribe: () => {
    throw new Error('Changes come from the feed alone.');
  },
};

/** type-graphql makes the root types itself, without a description. */
function describeRoots(schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  if (query) {
    query.description =
      'Where every read begins. Lists are Relay connections: 20 objects a page by default, 100 at most. Readers see PUBLISHED content only, in lists, counts and filters alike.';
  }
  const mutation = schema.getMutationType();
  if (mutation) {
    mutation.description =
      'Every change of content. Each needs a token with the role that it names (ADMIN includes EDITOR), is one transaction, and answers with what it wrote. What is wrong with an input has its place in extensions.field. docs/mutations.md has the rules of @atomic, Idempotency-Key and text.';
  }
  const subscription = schema.getSubscriptionType();
  if (subscription) {
    subscription.description =
      'What happens, as it happens, over a WebSocket (protocol graphql-transport-ws) or as server-sent events (POST with `accept: text/event-stream`) at the address of the API. Anyone may subscribe, and hears of what they may see.';
  }
}

/** type-graphql tells the types of objects by their classes; ours are plain values that name their type themselves. */
function resolveTypesFromPlan(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType = (value: Record<string, string>) => value[TYPE_KEY];
    }
  }
}
