const WIDTH = 900;
const LABELS = 232;
const BARS = 470;
const ROW = 19;
const GROUP = 34;
const HEAD = 58;

const TITLES = {
  list: 'list: 20 statements, newest first',
  nested: 'nested: 20 allegations with accused, assertions, speakers, statements',
  one: 'one: an allegation by id with its parties and assertions',
  deep: 'deep: party → allegations → assertions → statement → issuers',
  filter: 'filter: a page of the allegations against a party, and their number',
  search: 'search: the best of all that has a word, with snippets, and their number',
  facets: 'facets: the allegations against a party by standing and by accuser',
  network: 'network: who accuses whom in the allegations against a party',
};

/** Colours that can be told from a light and from a dark page; texts follow the reader's own choice. */
const STYLE = `
    text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #57606a }
    .title { font-size: 16px; font-weight: 600 } .group { font-weight: 600 } .ours { font-weight: 700 }
    .bar { fill: #8c96a1 } .bar.ours { fill: #2f81f7 } .rest { fill: #8c96a1; fill-opacity: .14 } .line { stroke: #8c96a1; stroke-dasharray: 3 3 }
    @media (prefers-color-scheme: dark) { text { fill: #adbac7 } }`;

/**
 * Draws how many requests a second each contestant answers, as a share of the limit's.
 *
 * @returns {string} an SVG that stands by itself
 */
export function drawPicture(lines, size) {
  const parts = [];
  let y = HEAD;
  for (const query of new Set(lines.map((line) => line.query))) {
    parts.push(`<text class="group" x="0" y="${y + 16}">${escape(TITLES[query] ?? query)}</text>`);
    y += 24;
    for (const line of lines.filter((each) => each.query === query && each.contestant.name !== 'control')) {
      parts.push(row(line, y));
      y += ROW;
    }
    y += GROUP - 24;
  }
  const limitX = LABELS + BARS;
  parts.push(`<line class="line" x1="${limitX}" y1="${HEAD}" x2="${limitX}" y2="${y - 10}"/>`);
  const title = `Requests a second, as a share of a bare server with hand-written SQL (data of size ${size})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="${escape(title)}">
  <style>${STYLE}
  </style>
  <text class="title" x="0" y="20">${escape(title)}</text>
  <text x="0" y="42">Longer is faster. The same tables, the same answers, 16 connections, one process each, measured in turns.</text>
  ${parts.join('\n  ')}
</svg>
`;
}

function row({ contestant, ratio, rate }, y) {
  const ours = contestant.name === 'allegata' ? ' ours' : '';
  const length = Math.max(1, Math.min(1, ratio) * BARS);
  return [
    `<text class="name${ours}" x="${LABELS - 8}" y="${y + 13}" text-anchor="end">${escape(contestant.label)}</text>`,
    `<rect class="rest" x="${LABELS}" y="${y + 2}" width="${BARS}" height="14"/>`,
    `<rect class="bar${ours}" x="${LABELS}" y="${y + 2}" width="${length.toFixed(1)}" height="14"/>`,
    `<text class="name${ours}" x="${LABELS + BARS + 10}" y="${y + 13}">${ratio.toFixed(2)} · ${rate.toFixed(0)} a second</text>`,
  ].join('');
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
