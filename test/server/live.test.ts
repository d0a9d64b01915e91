import { createParty } from '../support/factories';
import { type GraphqlServer, startGraphqlServer } from './graphqlServer';
import { eventually, subscribe, TRANSPORTS } from './subscriber';

let server: GraphqlServer;

beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());

describe.each(TRANSPORTS)('over %s', (transport) => {
  it('tells of a change', async () => {
    const subscriber = subscribe(server.app, transport);
    await eventually(() => server.feed.size === 1);
    const party = await createParty(server.database);
    const [change] = await subscriber.until(1);
    expect(change).toMatchObject({
      kind: 'CREATED',
      type: 'PARTY',
      id: party.id,
      node: { __typename: 'Party', id: party.id },
    });
    subscriber.stop();
    await eventually(() => server.feed.size === 0);
  });
});
