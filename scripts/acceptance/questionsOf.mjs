import { MAKING } from './dossierRecord.mjs';

/**
 * The documented questions as they are put to both dossiers: variables, what is counted in the answer, and the counts that the
 * dossiers have. Neither has an answer that names what it answers, or a retraction; there the answer must be empty.
 */
export function questionsOf(record, communique) {
  return { ...claimed(record), ...answered(record), ...looked(record, communique), ...counted(record) };
}

const distinct = (values) => new Set(values).size;

function claimed(record) {
  const spread = record.allegation('trump-tax-plan-largest-tax-cut-in-us-history');
  const undated = record.allegations.filter(({ occurredOn }) => !occurredOn).length;
  const isAgain = ({ stance, saidOn }) => MAKING.includes(stance) && saidOn >= '2017-10-01';
  return {
    1: {
      variables: { party: 'pmoi' },
      count: ({ allegations }) => ({ unanswered: allegations.totalCount }),
      wanted: { unanswered: record.unansweredAgainst('pmoi').length },
    },
    2: {
      variables: { allegation: spread.key, from: '2017-10-01' },
      // The one claim that is denied with a date is not made again; a claim that is made again shows the rest.
      count: async ({ allegation }, ask) => {
        const denied = (await ask({ allegation: 'pmoi-fights-alongside-isis', from: '2014-07-14' })).allegation;
        const [denial] = denied.firstDenial.nodes;
        return {
          'since October 2017': allegation.saidAgain.totalCount,
          [`since the denial of ${denial.saidOn.latest}`]: denied.saidAgain.totalCount,
        };
      },
      wanted: {
        'since October 2017': spread.assertions.filter(isAgain).length,
        'since the denial of 2014-07-13': 0,
      },
    },
    3: {
      variables: { party: 'thierry-mayssan' },
      count: ({ made, received }) => ({ made: made.totalCount, received: received.totalCount }),
      wanted: {
        made: record.allegations.filter(({ accusers }) => accusers.includes('thierry-mayssan')).length,
        received: record.allegations.filter(({ accused }) => accused.includes('thierry-mayssan')).length,
      },
    },
    4: {
      variables: { from: '2014-06-26', to: '2014-07-13' },
      count: (lists) => ({
        possibly: lists.possibly.totalCount,
        certainly: lists.certainly.totalCount,
        undated: lists.undated.totalCount,
      }),
      // 2014-04~/2014-07, 2014-06/2014-07 and 2014-06-26, of which only the last lies within.
      wanted: { possibly: 3, certainly: 1, undated },
    },
    5: {
      variables: { allegation: spread.key },
      count: ({ statements, allegation }) => ({
        statements: statements.totalCount,
        speakers: allegation.assertions.speakers.length,
        'in the first year': allegation.assertions.years[0].count,
      }),
      wanted: {
        statements: distinct(spread.assertions.map(({ statement }) => statement)),
        speakers: distinct(spread.assertions.map(({ speaker }) => speaker)),
        'in the first year': spread.assertions.filter(({ saidOn }) => saidOn.startsWith('2017')).length,
      },
    },
    6: {
      variables: { reporter: 'shabakeh-khabar' },
      count: ({ assertions }) => ({ 'passed on': assertions.nodes.length }),
      wanted: { 'passed on': record.assertions.filter(({ via }) => via?.includes('shabakeh-khabar')).length },
    },
  };
}

function answered(record) {
  const fights = record.allegation('pmoi-fights-alongside-isis');
  const found = record.withVerdict(['UPHELD', 'MIXED'], 'politifact').flatMap(({ findings }) => findings);
  const rejected = record.withVerdict(['REJECTED']);
  const ties = record.tiesOf('nouri-al-maliki');
  return {
    7: {
      variables: { allegation: fights.key },
      count: ({ allegation: { assertions, counteredBy } }) => ({
        'times made': assertions.nodes.length,
        'answers that name one': assertions.nodes.flatMap(({ responses }) => responses).length,
        'allegations against it': counteredBy.length,
      }),
      wanted: {
        'times made': fights.assertions.filter(({ stance }) => MAKING.includes(stance)).length,
        'answers that name one': fights.assertions.filter(({ inResponseTo }) => inResponseTo).length,
        'allegations against it': record.allegations.filter(({ counters }) => counters.includes(fights.key)).length,
      },
    },
    8: {
      variables: {},
      count: ({ assertions }) => ({ 'taken back': assertions.totalCount }),
      wanted: { 'taken back': record.assertions.filter(({ stance }) => stance === 'RETRACTS').length },
    },
    9: {
      variables: { body: 'politifact', verdicts: ['UPHELD', 'MIXED'] },
      count: ({ allegations: { nodes } }) => ({
        'ratings in its words': nodes
          .flatMap(({ findings }) => findings)
          .filter(({ body, ratingText }) => body.name === 'PolitiFact' && ratingText).length,
      }),
      wanted: {
        'ratings in its words': found.filter(({ body, ratingText }) => body === 'politifact' && ratingText).length,
      },
    },
    10: {
      variables: { some: ['REJECTED'], others: ['UPHELD', 'MIXED'] },
      count: ({ allegations }) => ({ 'found otherwise by others': allegations.totalCount }),
      wanted: {
        'found otherwise by others': record.withVerdict(['UPHELD', 'MIXED']).filter((one) => rejected.includes(one))
          .length,
      },
    },
    11: {
      variables: { party: 'nouri-al-maliki' },
      count: ({ party: { relationships, inverseRelationships } }) => ({
        ties: relationships.length + inverseRelationships.length,
        contested: [...relationships, ...inverseRelationships].filter(({ assertedIn }) => assertedIn).length,
      }),
      wanted: { ties: ties.length, contested: ties.filter(({ assertedIn }) => assertedIn).length },
    },
  };
}

function looked(record, communique) {
  const fights = record.allegation('pmoi-fights-alongside-isis');
  return {
    12: {
      variables: { statement: 'ncri-2014-07-13' },
      count: ({ statement: { segments } }) => ({
        quotations: distinct(segments.flatMap(({ assertions }) => assertions.map(({ id }) => id))),
        'code points': [...segments.map(({ text }) => text).join('')].length,
      }),
      wanted: {
        quotations: record.assertions.filter(({ statement, quote }) => statement === 'ncri-2014-07-13' && quote).length,
        'code points': [...communique.replaceAll('\r\n', '\n').normalize('NFC')].length,
      },
    },
    13: {
      variables: { name: 'Tierry Maysan' },
      count: ({ search }) => ({
        'of that name': search.edges.filter(({ node }) => node.slug === 'thierry-mayssan').length,
      }),
      wanted: { 'of that name': 1 },
    },
    14: {
      variables: { query: '"camp liberty" -quds' },
      // The communiqué has both, so that it comes with the word and goes with the minus.
      count: async ({ allegations, search }, ask) => ({
        allegations: allegations.totalCount,
        statements: search.totalCount,
        'statements without the minus': (await ask({ query: '"camp liberty" quds' })).search.totalCount,
      }),
      wanted: {
        allegations: record.allegations.filter(
          ({ summary, place }) => /camp liberty/i.test(`${summary} | ${place}`) && !/quds/i.test(summary),
        ).length,
        statements: 0,
        'statements without the minus': 1,
      },
    },
    15: {
      variables: { party: '<party iranian-government>', from: null, to: null },
      count: ({ timeline }) => ({ entries: timeline.totalCount }),
      wanted: { entries: record.timelineOf('iranian-government').length },
    },
    16: {
      variables: { allegation: `<allegation ${fights.key}>`, day: '2014-07-12' },
      count: ({ allegation, timeline }) => ({
        [`entries, ${allegation.then} and then ${allegation.now}`]: timeline.totalCount,
      }),
      // The allegation and the communiqué have a day, and so has what was said, where the dossier has one for it.
      wanted: {
        'entries, UNANSWERED and then CONTESTED': 2 + fights.assertions.filter(({ saidOn }) => saidOn).length,
      },
    },
  };
}

function counted(record) {
  const accusations = record.accusationsAt(/iraq/i);
  const hypocrites = `called that by the ${record.nameOf('iranian-government')}`;
  return {
    17: {
      variables: { place: 'iraq' },
      count: ({ accusationNetwork: network }) => ({
        accusations: network.accusations.length,
        parties: network.parties.length,
        'allegations in these': network.accusations.reduce((sum, { allegations }) => sum + allegations, 0),
      }),
      wanted: {
        accusations: distinct(accusations.map((pair) => pair.join(' '))),
        parties: distinct(accusations.flat()),
        'allegations in these': accusations.length,
      },
    },
    18: {
      variables: { stances: MAKING },
      count: ({ all, ofThese }) => ({ assertions: all.totalCount, 'by one speaker': ofThese.facets[0].count }),
      wanted: { assertions: record.assertions.length, 'by one speaker': record.mostMadeByOne() },
    },
    19: {
      variables: { first: 37, after: null },
      count: async (firstPage, ask) => {
        const slugs = [];
        let page = firstPage.allegations;
        while (slugs.push(...page.nodes.map(({ slug }) => slug)) && page.pageInfo.hasNextPage) {
          page = (await ask({ after: page.pageInfo.endCursor })).allegations;
        }
        return { fetched: slugs.length, 'different ones': distinct(slugs) };
      },
      wanted: { fetched: record.allegations.length, 'different ones': record.allegations.length },
    },
    20: {
      variables: { name: 'HYPOCRITES' },
      count: ({ parties: { nodes } }) => {
        const [{ usedBy }] = nodes.flatMap(({ names }) => names).filter(({ name }) => name === 'hypocrites');
        return { [`called that by the ${usedBy.name}`]: nodes.length };
      },
      wanted: { [hypocrites]: 1 },
    },
  };
}
