import 'reflect-metadata';
import { type GraphQLSchema, isAbstractType, specifiedDirectives } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { checkRole } from '../access/requireRole';
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
import { atomicDirective } from './atomicDirective';

/** Builds the schema that the server runs; what to run it with is resolveFromPlan as the executor's fieldResolver. */
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
      'Where every read begins. Lists are Relay connections: 20 objects a page unless told, 100 at most. Readers meet PUBLISHED content only, in lists, counts and filters alike.';
  }
  const mutation = schema.getMutationType();
  if (mutation) {
    mutation.description =
      'Every change of content. Each needs a token with the role that it names (EDITOR, or ADMIN, who may all that an EDITOR may), is one transaction, and answers with what it wrote. Several in one operation run in their order, each by itself: one that fails ends the operation, those before it stay and those after it are not run. With the directive @atomic on the operation it is all or none. With the header Idempotency-Key, the same mutation under the same response key, with the same input and by the same actor, again within a day writes nothing and answers as the first time, with objects as they are then; another input is CONFLICT. What is wrong with an input is BAD_USER_INPUT, NOT_FOUND or CONFLICT with its place in extensions.field, such as input.parties[0].party. Text may have no control characters but tab and line feed, and no half surrogate pairs; on one line, as in names and titles, also no invisible characters and no controls of writing direction, but for joiners and variation selectors where a script or an emoji needs them. It is kept in Unicode form NFC, and markup in it is plain text.';
  }
  const subscription = schema.getSubscriptionType();
  if (subscription) {
    subscription.description =
      'What is told as it happens, over a WebSocket (protocol graphql-transport-ws) or as server-sent events (POST with `accept: text/event-stream`) at the address of the API. Anyone may subscribe, and is told what they may see.';
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
