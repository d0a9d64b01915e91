import { createParty } from '../support/factories';
import { startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;

beforeEach(async () => {
  server = await startWriteServer();
});
afterEach(() => server.close());

const HIDDEN = { direction: 'Salt\u202E eciffO', mark: 'Salt Office\u200F.', invisible: 'Salt\u200B Office' };

describe.each(Object.entries(HIDDEN))('a text on one line with a hidden character (%s)', (_what, text) => {
  const saying = (field: string) => ({
    code: 'BAD_USER_INPUT',
    field,
    message: expect.stringMatching(/has the (?:invisible|control) character .*U\+\w{4} at character \d+: take it out/),
  });

  it('is refused wherever mutations take one', async () => {
    const party = { slug: 'p', kind: 'GROUP', name: 'P' };
    const statement = { slug: 's', kind: 'POST', title: 'T', body: 'B', attributions: [] };
    const refusals: [string, string, object][] = [
      ['createParty', 'input.name', { ...party, name: text }],
      ['createParty', 'input.names[0].name', { ...party, names: [{ name: text, kind: 'ALIAS' }] }],
      ['createParty', 'input.identifiers[0].value', { ...party, identifiers: [{ scheme: 'x', value: text }] }],
      ['createParty', 'input.slug', { ...party, slug: text }],
      ['createStatement', 'input.title', { ...statement, title: text }],
      ['createStatement', 'input.subtitle', { ...statement, subtitle: text }],
      ['createAllegation', 'input.summary', { slug: 'a', summary: text, parties: [] }],
      ['createAllegation', 'input.place', { slug: 'a', summary: 'S', place: text, parties: [] }],
    ];
    for (const [mutation, field, input] of refusals) {
      const refusal = await server.refused(mutation, input);
      expect(refusal).toMatchObject(field.endsWith('slug') ? { code: 'BAD_USER_INPUT', field } : saying(field));
    }
  });

  it('is refused in a dossier by the same words', async () => {
    const dossier = JSON.stringify({ format: 'dossier/1', parties: [{ key: 'p', kind: 'GROUP', name: text }] });
    const { extensions } = await server.refused('importDossier', { dossier });
    expect(extensions.faults).toEqual([
      expect.objectContaining({ path: 'parties[0].name', message: saying('').message }),
    ]);
  });

  it('stays readable where it is stored, and is in nobody’s way who changes something else', async () => {
    const { id } = await createParty(server.database, { slug: 'old', name: text });
    const updated = await server.write('updateParty', { id, version: 1, description: 'D' }, 'party { name }');
    expect(updated.party).toEqual({ name: text });
    expect(await server.refused('updateParty', { id, version: 2, name: text })).toMatchObject(saying('input.name'));
  });

  it('is kept in descriptions and bodies', async () => {
    const described = { slug: 'p', kind: 'GROUP', name: 'P', description: text };
    expect((await server.write('createParty', described, 'party { description }')).party).toEqual({
      description: text,
    });
    const statement = { slug: 's', kind: 'POST', title: 'T', body: text, attributions: [] };
    expect((await server.write('createStatement', statement, 'statement { body }')).statement).toEqual({ body: text });
  });
});
