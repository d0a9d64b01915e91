import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { data } from './program.mjs';
import { show, showEqual } from './report.mjs';

const oneQuery = `query Communique($slug: String!) {
  statement(slug: $slug) {
    title body language
    issuers { name }
    issuedOn { edtf earliest latest }
    segments { start end text assertions { id } }
    allegations(first: 30) {
      totalCount
      nodes {
        slug summary standing
        accused { slug name }
        accusers { name }
        counters { slug }
        assertions(first: 10) {
          totalCount
          nodes { id stance speaker { slug } via { slug } statement { slug } anchor { exact prefix suffix start end } }
        }
        findings { verdict body { slug } anchor { exact start end } }
      }
    }
  }
}`;

/** One query over the communiqué, held against its text and against what is known of its allegations. */
export async function showCommunique(server, folder) {
  const { statement } = await data(server, oneQuery, { slug: 'ncri-2014-07-13' });
  const allegations = statement.allegations.nodes;
  const bySlug = new Map(allegations.map((allegation) => [allegation.slug, allegation]));
  showText(statement, folder);
  showAnswers(statement, allegations, parse(readFileSync(join(folder, 'dossier.yaml'), 'utf8')));
  showKnown(bySlug);
}

function showText(statement, folder) {
  const written = readFileSync(join(folder, 'statement.txt'), 'utf8').replaceAll('\r\n', '\n').normalize('NFC');
  showEqual('the body is the text of the file, NFC with LF', statement.body, written.replace(/^\uFEFF/, ''));
  showEqual(
    'segments concatenate to the body',
    statement.segments.map((segment) => segment.text).join(''),
    statement.body,
  );
  const points = Array.from(statement.body);
  let at = 0;
  const contiguous = statement.segments.every((segment) => {
    const follows = segment.start === at && points.slice(segment.start, segment.end).join('') === segment.text;
    at = segment.end;
    return follows;
  });
  show('segments follow each other without gap or overlap, to the end', contiguous && at === points.length);
}

function showAnswers(statement, allegations, dossier) {
  showEqual('the communiqué has 22 allegations', [statement.allegations.totalCount, allegations.length], [22, 22]);
  const assertions = allegations.flatMap((allegation) => allegation.assertions.nodes);
  showEqual('its allegations have 31 assertions', assertions.length, 31);
  show(
    'each allegation has one of the four standings',
    allegations.every(({ standing }) => ['UNANSWERED', 'CONTESTED', 'RETRACTED', 'RULED'].includes(standing)),
  );
  showEqual(
    'each allegation has the accused, assertions (speaker, chain, stance, words) and findings of the dossier',
    sorted(allegations.map(answered)),
    sorted(dossier.allegations.map(written)),
  );
  const anchors = [...assertions, ...allegations.flatMap((allegation) => allegation.findings)].map(
    ({ anchor }) => anchor,
  );
  const points = Array.from(statement.body);
  const exact = anchors.filter((anchor) => points.slice(anchor.start, anchor.end).join('') === anchor.exact);
  showEqual('body[start, end) equals exact for all 33 quotations', [exact.length, anchors.length], [33, 33]);
  const highlighted = new Set(statement.segments.flatMap((segment) => segment.assertions.map(({ id }) => id)));
  showEqual('the segments hold every assertion', [...highlighted].sort(), assertions.map(({ id }) => id).sort());
}

/** An allegation as the server answers it and as the dossier has it, in one form; the order of assertions is not compared. */
function answered({ slug, summary, accused, assertions, findings }) {
  return {
    slug,
    summary,
    accused: accused.map((party) => party.slug).sort(),
    assertions: sorted(
      assertions.nodes.map(({ stance, speaker, via, statement, anchor }) => ({
        statement: statement.slug,
        speaker: speaker.slug,
        via: via.map((party) => party.slug),
        stance,
        exact: anchor.exact,
      })),
    ),
    findings: sorted(findings.map(({ verdict, body, anchor }) => ({ verdict, body: body.slug, exact: anchor.exact }))),
  };
}

function written({ key, summary, parties, assertions = [], findings = [] }) {
  return {
    slug: key,
    summary,
    accused: parties
      .filter(({ role }) => role === 'ACCUSED')
      .map(({ party }) => party)
      .sort(),
    assertions: sorted(
      assertions.map(({ statement, speaker, via = [], stance, quote }) => ({
        statement,
        speaker,
        via,
        stance,
        exact: quote.exact.normalize('NFC'),
      })),
    ),
    findings: sorted(
      findings.map(({ verdict, body, quote }) => ({ verdict, body, exact: quote.exact.normalize('NFC') })),
    ),
  };
}

const sorted = (rows) => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function showKnown(bySlug) {
  const fights = bySlug.get('pmoi-fights-alongside-isis');
  showEqual('pmoi-fights-alongside-isis has 6 assertions', fights?.assertions.totalCount, 6);
  showEqual('pmoi-fights-alongside-isis is CONTESTED', fights?.standing, 'CONTESTED');
  showEqual('its accusers are the five that alleged or repeated it', fights?.accusers.map(({ name }) => name).sort(), [
    'Abbas al-Bayati',
    'Al-Aalam',
    'Awad Al-Awady',
    'Thierry Mayssan',
    'Unnamed Iraqi intelligence sources',
  ]);
  const women = bySlug.get('women-sent-for-suicide-operations-in-karbala');
  showEqual('women-sent-for-suicide-operations-in-karbala is RULED', women?.standing, 'RULED');
  const crimes = bySlug.get('iranian-intelligence-committed-blamed-crimes');
  showEqual('iranian-intelligence-committed-blamed-crimes counters three', crimes?.counters.length, 3);
}
