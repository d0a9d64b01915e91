import { extendSchema, parse } from 'graphql';
import { checkReadMap } from '../../src/read/checkReadMap';
import type * as partialDate from '../../src/read/partialDate';
import { buildAllegataSchema } from '../../src/schema/buildSchema';

const schema = buildAllegataSchema();

afterEach(() => jest.dontMock('../../src/read/partialDate'));

it.each([
  ['a type of a table', 'extend type Party { motto: String }', 'Party.motto'],
  ['a connection', 'extend type PartyConnection { hasMore: Boolean }', 'PartyConnection.hasMore'],
  ['an edge', 'extend type SearchEdge { rank: Int }', 'SearchEdge.rank'],
  ['another edge', 'extend type TimelineEdge { year: Int }', 'TimelineEdge.year'],
  ['the page info', 'extend type PageInfo { pages: Int }', 'PageInfo.pages'],
  ['a facet', 'extend type FacetBucket { share: Float }', 'FacetBucket.share'],
  ['a partial date', 'extend type PartialDate { precision: String }', 'PartialDate.precision'],
  ['a text anchor', 'extend type TextAnchor { length: Int }', 'TextAnchor.length'],
  ['a text segment', 'extend type TextSegment { length: Int }', 'TextSegment.length'],
  ['the network', 'extend type AccusationNetwork { density: Float }', 'AccusationNetwork.density'],
  ['a party of the network', 'extend type NetworkParty { rank: Int }', 'NetworkParty.rank'],
  ['an accusation of the network', 'extend type NetworkAccusation { rank: Int }', 'NetworkAccusation.rank'],
  ['a change', 'extend type Change { actor: String }', 'Change.actor'],
  ['a payload', 'extend type PartyPayload { count: Int }', 'PartyPayload.count'],
  ['the root', 'extend type Query { motto: String }', 'Query.motto'],
  ['a new type', 'type Motto { text: String } extend type Motto { language: String }', 'Motto.text, Motto.language'],
  ['a where input', 'extend input PartyWhereInput { motto: String }', 'PartyWhereInput.motto'],
  ['an order', 'extend input PartyOrderByInput { motto: SortDirection }', 'PartyOrderByInput.motto'],
  ['a facet of a list', 'extend enum PartyFacet { MOTTO }', 'PartyFacet.MOTTO'],
])('a field of %s that nothing reads is found', (_what, extension, unread) => {
  const extended = extendSchema(schema, parse(extension));
  expect(() => checkReadMap(extended)).toThrow(`Nothing reads ${unread}: the read map (src/read) has to say how.`);
});

it('a field that the read map has lost stops the start, and not a request', async () => {
  jest.resetModules();
  jest.doMock('../../src/read/partialDate', () => {
    const actual = jest.requireActual<typeof partialDate>('../../src/read/partialDate');
    const { latest: _latest, ...fields } = actual.partialDateType.fields;
    return { ...actual, partialDateType: { ...actual.partialDateType, fields } };
  });
  const { buildAllegataSchema: buildWithout } = await import('../../src/schema/buildSchema');
  expect(() => buildWithout()).toThrow('Nothing reads PartialDate.latest');
});
