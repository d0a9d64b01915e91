import { randomStream, uuidv7, zipf } from './random.mjs';
import { capital, sentences, words } from './words.mjs';

/** How many there are of each at a size. An allegation has one and a half assertions on average. */
export const SIZES = {
  S: { parties: 5_000, statements: 20_000, allegations: 60_000, assertions: 90_000 },
  L: { parties: 50_000, statements: 200_000, allegations: 600_000, assertions: 900_000 },
};

/** Changes whenever other rows would come out, so that a database that was kept is filled anew. */
export const DATASET_VERSION = 4;

const EPOCH = Date.UTC(2020, 0, 1);
const KINDS = [
  ['PERSON', 50],
  ['ORGANIZATION', 20],
  ['STATE', 3],
  ['BODY', 7],
  ['OUTLET', 15],
  ['GROUP', 5],
];
const STATEMENT_KINDS = [
  ['ARTICLE', 40],
  ['COMMUNIQUE', 15],
  ['SPEECH', 10],
  ['INTERVIEW', 10],
  ['POST', 10],
  ['REPORT', 10],
  ['LETTER', 5],
];
const STANCES = [
  ['ALLEGES', 50],
  ['REPEATS', 15],
  ['REPORTS', 10],
  ['CORROBORATES', 5],
  ['DENIES', 12],
  ['REBUTS', 4],
  ['CONDEMNS', 3],
  ['RETRACTS', 1],
];
const VERDICTS = [
  ['UPHELD', 30],
  ['REJECTED', 30],
  ['UNPROVEN', 20],
  ['MIXED', 15],
  ['UNRATED', 5],
];
const LANGUAGES = [
  ['en', 50],
  ['fr', 20],
  ['de', 10],
  ['fa', 10],
  ['ar', 10],
];

/** Parties whose rank is below this are never drafts: the queries go through them. */
const ALWAYS_PUBLISHED = 50;

/**
 * All rows of the store at a size, table by table in the order in which they refer to each other. The same size gives the
 * same rows. Everything in them is invented. Three in a hundred parties, statements and allegations are drafts, and two in a
 * hundred assertions. Ids rise with the row's number, and parties of one allegation or statement stand in the order of their ids, so
 * that peers that keep no positions can answer in the same order; every statement and allegation has a date, so that peers
 * without a say on where nulls go can too.
 *
 * @param {keyof SIZES} size
 * @returns {Generator<{ table: string, columns: string[], rows: Iterable<unknown[]> }>}
 */
export function* dataset(size) {
  const counts = SIZES[size];
  const parties = makeParties(counts);
  const statements = makeStatements(counts);
  const allegations = makeAllegations(counts);
  yield* partyTables(parties);
  yield* statementTables(statements, parties);
  yield* allegationTables(allegations, parties);
  yield* assertionTables(counts, parties, statements, allegations);
  yield findingTable(parties, statements, allegations);
}

const instant = (milliseconds) => new Date(milliseconds).toISOString();
const day = (number) => new Date(EPOCH - number * 86_400_000).toISOString().slice(0, 10);

function idsAndStates(count, seed, published = 0) {
  const random = randomStream(seed);
  return Array.from({ length: count }, (_, index) => {
    const created = EPOCH + seed * 100_000_000 + index * 1000;
    const state = index >= published && random.chance(0.03) ? 'DRAFT' : 'PUBLISHED';
    return { id: uuidv7(created, random), created: instant(created), state };
  });
}

const makeParties = ({ parties }) => {
  const list = idsAndStates(parties, 1, ALWAYS_PUBLISHED);
  return { list, draw: zipf(parties, 3) };
};

/** The text of a statement is cheap to make again, so that big sizes need not keep it. */
function makeStatements({ statements }) {
  const random = randomStream(22);
  const list = idsAndStates(statements, 2);
  for (const [index, statement] of list.entries()) {
    statement.issued = day(random.below(7300));
    statement.sentencesOf = () => {
      const own = randomStream(1000 + index);
      return Array.from({ length: 12 + own.below(22) }, () => own.below(sentences.length));
    };
  }
  return { list, draw: zipf(statements, 400) };
}

function makeAllegations({ allegations }) {
  const random = randomStream(33);
  const list = idsAndStates(allegations, 3);
  for (const allegation of list) allegation.occurred = day(random.below(11_000));
  return { list, draw: zipf(allegations, 2000) };
}

function title(random, least, most) {
  return capital(Array.from({ length: least + random.below(most - least + 1) }, () => random.pick(words)).join(' '));
}

function* partyTables({ list }) {
  yield {
    table: 'party',
    columns: ['id', 'slug', 'kind', 'name', 'description', 'state', 'created_at', 'updated_at'],
    rows: mapRows(list, 11, (party, index, random) => {
      const name = title(random, 2, 3).replaceAll(/ ./g, (letter) => letter.toUpperCase());
      const description = random.chance(0.4) ? random.pick(sentences) : null;
      return [
        party.id,
        `party-${index}`,
        random.weighted(KINDS),
        name,
        description,
        party.state,
        party.created,
        party.created,
      ];
    }),
  };
  yield {
    table: 'party_name',
    columns: ['party_id', 'position', 'name', 'kind', 'language', 'used_by_id'],
    rows: flatRows(list, 12, (party, _index, random) =>
      Array.from({ length: random.below(3) }, (_, position) => [
        party.id,
        position,
        title(random, 2, 3),
        'ALIAS',
        null,
        null,
      ]),
    ),
  };
}

function* statementTables({ list }, parties) {
  yield {
    table: 'statement',
    columns: [
      'id',
      'slug',
      'kind',
      'title',
      'subtitle',
      'body',
      'language',
      'issued_on',
      'issued_earliest',
      'issued_latest',
      'state',
      'created_at',
      'updated_at',
    ],
    rows: mapRows(list, 21, (statement, index, random) => {
      const { id, issued, state, created } = statement;
      const subtitle = random.chance(0.3) ? random.pick(sentences) : null;
      const body = statement
        .sentencesOf()
        .map((number) => sentences[number])
        .join(' ');
      const kind = random.weighted(STATEMENT_KINDS);
      return [
        id,
        `statement-${index}`,
        kind,
        title(random, 4, 10),
        subtitle,
        body,
        random.weighted(LANGUAGES),
        issued,
        issued,
        issued,
        state,
        created,
        created,
      ];
    }),
  };
  yield {
    table: 'attribution',
    columns: ['statement_id', 'position', 'party_id', 'role'],
    rows: flatRows(list, 23, (statement, _index, random) => {
      statement.issuers = distinct(random, parties, 1 + (random.chance(0.15) ? 1 : 0));
      const others = random.chance(0.3) ? [[parties.draw(random), random.pick(['AUTHOR', 'PUBLISHER'])]] : [];
      return [...statement.issuers.map((party) => [party, 'ISSUER']), ...others].map(([party, role], position) => [
        statement.id,
        position,
        parties.list[party].id,
        role,
      ]);
    }),
  };
  yield {
    table: 'source',
    columns: ['statement_id', 'position', 'title', 'url'],
    rows: mapRows(list, 24, (statement, index, random) => [
      statement.id,
      0,
      title(random, 2, 4),
      `https://example.org/source/${index}`,
    ]),
  };
  yield {
    table: 'citation',
    columns: ['statement_id', 'position', 'cited_id'],
    rows: flatRows(list, 25, (statement, index, random) =>
      index > 0 && random.chance(0.1) ? [[statement.id, 0, list[random.below(index)].id]] : [],
    ),
  };
}

function* allegationTables({ list }, parties) {
  yield {
    table: 'allegation',
    columns: [
      'id',
      'slug',
      'summary',
      'occurred_on',
      'occurred_earliest',
      'occurred_latest',
      'place',
      'state',
      'created_at',
      'updated_at',
    ],
    rows: mapRows(list, 31, (allegation, index, random) => {
      const { id, occurred, state, created } = allegation;
      const place = random.chance(0.6) ? capital(random.pick(words)) : null;
      return [
        id,
        `allegation-${index}`,
        title(random, 6, 16),
        occurred,
        occurred,
        occurred,
        place,
        state,
        created,
        created,
      ];
    }),
  };
  yield {
    table: 'allegation_party',
    columns: ['allegation_id', 'position', 'party_id', 'role'],
    rows: flatRows(list, 32, (allegation, _index, random) => {
      const accused = 1 + (random.chance(0.3) ? 1 : 0) + (random.chance(0.1) ? 1 : 0);
      const concerned = distinct(random, parties, accused + (random.chance(0.5) ? 1 : 0));
      const affected = concerned.length > accused ? random.below(concerned.length) : -1;
      return concerned.map((party, position) => [
        allegation.id,
        position,
        parties.list[party].id,
        position === affected ? 'AFFECTED' : 'ACCUSED',
      ]);
    }),
  };
  yield {
    table: 'allegation_counter',
    columns: ['allegation_id', 'position', 'countered_id'],
    rows: flatRows(list, 34, (allegation, index, random) =>
      index > 0 && random.chance(0.03) ? [[allegation.id, 0, list[random.below(index)].id]] : [],
    ),
  };
}

function* assertionTables({ assertions }, parties, statements, allegations) {
  const random = randomStream(41);
  const ids = idsAndStates(assertions, 4);
  // Each allegation is made once; further assertions go to some allegations more than to others.
  const targets = Array.from({ length: assertions }, (_, index) =>
    index < allegations.list.length ? index : allegations.draw(random),
  );
  const taken = new Set();
  yield {
    table: 'assertion',
    columns: [
      'id',
      'allegation_id',
      'statement_id',
      'speaker_id',
      'stance',
      'mode',
      'said_on',
      'said_earliest',
      'said_latest',
      'anchor_start',
      'anchor_end',
      'anchor_exact',
      'anchor_prefix',
      'anchor_suffix',
      'in_response_to_id',
      'state',
      'visible',
      'statement_issued',
      'created_at',
      'updated_at',
    ],
    rows: assertionRows({ ids, targets, taken, random, parties, statements, allegations }),
  };
  yield {
    table: 'assertion_via',
    columns: ['assertion_id', 'position', 'party_id'],
    rows: flatRows(ids, 42, (assertion, _index, own) =>
      (own.chance(0.25) ? distinct(own, parties, own.chance(0.2) ? 2 : 1) : []).map((party, position) => [
        assertion.id,
        position,
        parties.list[party].id,
      ]),
    ),
  };
}

function* assertionRows({ ids, targets, taken, random, parties, statements, allegations }) {
  const firstOf = new Map();
  for (const [index, { id, created }] of ids.entries()) {
    const target = targets[index];
    const allegation = allegations.list[target];
    const stance = firstOf.has(target) ? random.weighted(STANCES) : 'ALLEGES';
    let number;
    // One statement takes one stance on an allegation once.
    do number = statements.draw(random);
    while (taken.has(`${target} ${number} ${stance}`));
    taken.add(`${target} ${number} ${stance}`);
    const statement = statements.list[number];
    const speaker = parties.list[random.chance(0.7) ? statement.issuers[0] : parties.draw(random)];
    const anchor = random.chance(0.8) ? anchorIn(statement, random) : [null, null, null, null, null];
    const mode = random.pick(['DIRECT', 'INDIRECT', null]);
    const state = random.chance(0.02) ? 'DRAFT' : 'PUBLISHED';
    const visible = [{ state }, allegation, statement, speaker].every((each) => each.state === 'PUBLISHED');
    const answered = stance === 'DENIES' || stance === 'REBUTS' ? (firstOf.get(target) ?? null) : null;
    if (!firstOf.has(target)) firstOf.set(target, id);
    const said = random.chance(0.5) ? statement.issued : null;
    yield [
      id,
      allegation.id,
      statement.id,
      speaker.id,
      stance,
      mode,
      said,
      said,
      said,
      ...anchor,
      answered,
      state,
      visible,
      statement.issued,
      created,
      created,
    ];
  }
}

/** A sentence of the statement as a quotation, with up to 32 characters around it. */
function anchorIn(statement, random) {
  const numbers = statement.sentencesOf();
  const chosen = random.below(numbers.length);
  const texts = numbers.map((number) => sentences[number]);
  const before = texts
    .slice(0, chosen)
    .map((text) => `${text} `)
    .join('');
  const after = texts
    .slice(chosen + 1)
    .map((text) => ` ${text}`)
    .join('');
  const exact = texts[chosen];
  return [before.length, before.length + exact.length, exact, before.slice(-32), after.slice(0, 32)];
}

function findingTable(parties, statements, allegations) {
  const ids = idsAndStates(allegations.list.length, 5);
  return {
    table: 'finding',
    columns: [
      'id',
      'allegation_id',
      'body_id',
      'verdict',
      'rating_text',
      'ruled_on',
      'ruled_earliest',
      'ruled_latest',
      'statement_id',
      'state',
      'visible',
      'created_at',
      'updated_at',
    ],
    rows: flatRows(allegations.list, 51, (allegation, index, random) => {
      if (!random.chance(0.03)) return [];
      const { id, created, state } = ids[index];
      const body = parties.list[parties.draw(random)];
      const statement = statements.list[statements.draw(random)];
      const visible = [{ state }, allegation, body, statement].every((each) => each.state === 'PUBLISHED');
      const { issued } = statement;
      return [
        [
          id,
          allegation.id,
          body.id,
          random.weighted(VERDICTS),
          random.pick(sentences),
          issued,
          issued,
          issued,
          statement.id,
          state,
          visible,
          created,
          created,
        ],
      ];
    }),
  };
}

/** Some different parties, in the order of their ids. */
function distinct(random, parties, count) {
  const chosen = new Set();
  while (chosen.size < count) chosen.add(parties.draw(random));
  return [...chosen].sort((one, other) => one - other);
}

function* mapRows(items, seed, row) {
  const random = randomStream(seed);
  for (const [index, item] of items.entries()) yield row(item, index, random);
}

function* flatRows(items, seed, rowsOf) {
  const random = randomStream(seed);
  for (const [index, item] of items.entries()) yield* rowsOf(item, index, random);
}
