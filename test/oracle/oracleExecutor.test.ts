import { parse } from 'graphql';
import type { Party } from '../../src/database/generated/client';
import {
  createAllegation,
  createAssertion,
  createFinding,
  createParty,
  createStatement,
  dateColumns,
} from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { OracleExecutor, publishedSchema } from './oracleExecutor';
import { loadOracleStore } from './oracleStore';
import type { OracleRole } from './oracleView';

/** The oracle judges the product, so that what it says of a small world is held against what a person has worked out. */
describe('the oracle', () => {
  let database: TestDatabase;
  let speaker: Party;
  let accused: Party;
  beforeEach(async () => {
    database = await createTestDatabase();
    speaker = await createParty(database, { slug: 'speaker', name: 'Speaker' });
    accused = await createParty(database, { slug: 'accused', name: 'Accused' });
  });
  afterEach(() => database.drop());

  async function ask(query: string, role: OracleRole = 'READER'): Promise<unknown> {
    const oracle = new OracleExecutor(publishedSchema(), await loadOracleStore(database.pool));
    const { data, errors } = oracle.execute({ document: parse(query), role });
    expect(errors).toBeUndefined();
    return JSON.parse(JSON.stringify(data));
  }

  it('takes the last standing that applies, by the day asked for', async () => {
    const statement = await createStatement(database);
    const allegation = await createAllegation(database, { slug: 'bridge' });
    const said = { allegation, statement };
    const asked = `{ allegation(slug: "bridge") {
      in2001: standing(asOf: "2001-01-01") in2002: standing(asOf: "2002-12-31") in2003: standing(asOf: "2003-06-01")
      in2004: standing(asOf: "2004-01-01") now: standing } }`;
    await createAssertion(database, { ...said, speaker, saidOn: '2001' });
    await createAssertion(database, { ...said, speaker: accused, stance: 'DENIES', saidOn: '2002-05' });
    // A retraction by one who never alleged it retracts nothing.
    await createAssertion(database, { ...said, speaker: accused, stance: 'RETRACTS', saidOn: '2001' });
    await createAssertion(database, { ...said, speaker, stance: 'RETRACTS', saidOn: '2003' });
    await createFinding(database, { allegation, body: accused, ruledOn: '2004' });
    expect(await ask(asked)).toEqual({
      allegation: {
        in2001: 'UNANSWERED',
        in2002: 'CONTESTED',
        in2003: 'RETRACTED',
        in2004: 'RULED',
        now: 'RULED',
      },
    });
  });

  it('takes the day of the statement for what has none, and the last day for what is open towards the past', async () => {
    const allegation = await createAllegation(database, { slug: 'bridge' });
    const dated = await createStatement(database, { issuedOn: '2002-05-01' });
    await createAssertion(database, { allegation, statement: dated, speaker: accused, stance: 'DENIES', saidOn: null });
    const asked = (day: string): Promise<unknown> => ask(`{ allegation(slug: "bridge") { standing(asOf: "${day}") } }`);
    expect(await asked('2002-04-30')).toEqual({ allegation: { standing: 'UNANSWERED' } });
    expect(await asked('2002-05-01')).toEqual({ allegation: { standing: 'CONTESTED' } });
    await createFinding(database, { allegation, body: speaker, ruledOn: '../2003-04-06' });
    expect(await asked('2003-04-05')).toEqual({ allegation: { standing: 'CONTESTED' } });
    expect(await asked('2003-04-06')).toEqual({ allegation: { standing: 'RULED' } });
  });

  it('hides an assertion with its speaker from a reader, and shows it to an editor', async () => {
    const statement = await createStatement(database, { slug: 'report', body: '🚢 closed on purpose' });
    const allegation = await createAllegation(database, {
      parties: [
        { party: accused, role: 'ACCUSED' },
        { party: speaker, role: 'AFFECTED' },
      ],
    });
    const draft = await createParty(database, { name: 'Draft', state: 'DRAFT' });
    await createAssertion(database, { allegation, statement, speaker: draft, anchor: [9, 11] });
    await createAssertion(database, { allegation, statement, speaker, anchor: [2, 8], via: [draft, accused] });
    const asked = `{ statement(slug: "report") {
      segments { start end text assertions { speaker { name } via { name } } }
      assertions { totalCount } allegations { nodes { accused { name } accusers { name } } } } }`;
    const segment = (start: number, end: number, text: string, assertions: unknown[] = []): unknown => {
      return { start, end, text, assertions };
    };
    const shown = { speaker: { name: 'Speaker' }, via: [{ name: 'Accused' }] };
    expect(await ask(asked)).toEqual({
      statement: {
        segments: [segment(0, 2, '🚢 '), segment(2, 8, 'closed', [shown]), segment(8, 19, ' on purpose')],
        assertions: { totalCount: 1 },
        allegations: { nodes: [{ accused: [{ name: 'Accused' }], accusers: [{ name: 'Speaker' }] }] },
      },
    });
    const edited = { ...shown, via: [{ name: 'Draft' }, { name: 'Accused' }] };
    const hidden = { speaker: { name: 'Draft' }, via: [] };
    expect(await ask(asked, 'EDITOR')).toMatchObject({
      statement: {
        segments: [
          segment(0, 2, '🚢 '),
          segment(2, 8, 'closed', [edited]),
          segment(8, 9, ' '),
          segment(9, 11, 'on', [hidden]),
          segment(11, 19, ' purpose'),
        ],
        assertions: { totalCount: 2 },
      },
    });
  });

  it('filters by what a partial date can and must mean, and by none of the names', async () => {
    await createStatement(database, { slug: 'vague', issuedOn: '2004' });
    await createStatement(database, { slug: 'open', issuedOn: '2004-03-01/..' });
    await createStatement(database, { slug: 'undated' });
    const list = (name: string, filter: string): string =>
      `${name}: statements(where: { issuedOn: ${filter} }) { nodes { slug } }`;
    expect(
      await ask(`{
        ${list('possibly', '{ from: "2004-12-01", to: "2004-12-31" }')}
        ${list('certainly', '{ from: "2004-01-01", to: "2004-12-31", certain: true }')}
        ${list('missing', '{ isNull: true }')}
        parties(where: { name: { not: { contains: "Acc" } } }) { nodes { slug } }
      }`),
    ).toEqual({
      possibly: { nodes: [{ slug: 'open' }, { slug: 'vague' }] },
      certainly: { nodes: [{ slug: 'vague' }] },
      missing: { nodes: [{ slug: 'undated' }] },
      parties: { nodes: [{ slug: 'speaker' }] },
    });
  });

  it('is given partial dates with their bounds', () => {
    expect(dateColumns('issuedOn', 'issued', '../2003')).toEqual({
      issuedOn: '../2003',
      issuedEarliest: null,
      issuedLatest: new Date('2003-12-31T00:00:00Z'),
    });
  });
});
