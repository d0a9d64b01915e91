import type { Compiler } from './compiler';
import type { FieldUse } from './fieldUse';
import { mixedNode } from './mixedNode';
import { orderOf } from './order';
import { type PageBounds, pagedList } from './pagedList';
import { pagedTypes } from './pagedTypes';
import { partialDate } from './partialDate';
import { nodeId, partyId } from './partyId';
import { type Sql, allOf, join, raw, sql, textLiteral } from './sql';
import { bound, boundId } from './value';
import { ErrorCode, RequestError } from '../lib/errors';
import { ListSize, Work } from './work';

const TYPES = ['Statement', 'Allegation', 'Assertion', 'Finding'] as const;

/** How the entries of a type come into a timeline. */
interface Entries {
  readonly type: (typeof TYPES)[number];
  /** The beginning of its date's column names, and the column of its EDTF text. */
  readonly date: string;
  readonly edtf: string;
  /** The conditions that tie an entry to a party and to an allegation. */
  readonly ofParty: (row: Sql, party: Sql, compiler: Compiler) => Sql;
  readonly ofAllegation: (row: Sql, allegation: Sql, compiler: Compiler) => Sql;
}

function concerns(allegation: Sql, party: Sql, compiler: Compiler): Sql {
  const link = compiler.open('allegation_party');
  return link.exists(sql`${link}.allegation_id = ${allegation} and ${link}.party_id = ${party}`);
}

const ENTRIES: readonly Entries[] = [
  {
    type: 'Statement',
    date: 'issued',
    edtf: 'issued_on',
    ofParty: (row, party, compiler) => {
      const link = compiler.open('attribution');
      return link.exists(sql`${link}.statement_id = ${row}.id and ${link}.party_id = ${party}`);
    },
    ofAllegation: (row, allegation, compiler) => {
      const assertion = compiler.rows('Assertion');
      return assertion.exists(
        sql`${assertion}.statement_id = ${row}.id and ${assertion}.allegation_id = ${allegation}`,
      );
    },
  },
  {
    type: 'Allegation',
    date: 'occurred',
    edtf: 'occurred_on',
    ofParty: (row, party, compiler) => concerns(sql`${row}.id`, party, compiler),
    ofAllegation: (row, allegation) => sql`${row}.id = ${allegation}`,
  },
  {
    type: 'Assertion',
    date: 'said',
    edtf: 'said_on',
    ofParty: (row, party, compiler) =>
      sql`(${row}.speaker_id = ${party} or ${concerns(sql`${row}.allegation_id`, party, compiler)})`,
    ofAllegation: (row, allegation) => sql`${row}.allegation_id = ${allegation}`,
  },
  {
    type: 'Finding',
    date: 'ruled',
    edtf: 'ruled_on',
    ofParty: (row, party, compiler) =>
      sql`(${row}.body_id = ${party} or ${concerns(sql`${row}.allegation_id`, party, compiler)})`,
    ofAllegation: (row, allegation) => sql`${row}.allegation_id = ${allegation}`,
  },
];

export const timelineTypes = pagedTypes('Timeline', {
  edgeFields: { date: partialDate('edtf', 'earliest', 'latest') },
});

/** Query.timeline: dated entries of every kind, by their earliest day; what is open towards the past comes last. */
export function timeline(use: FieldUse): Sql {
  const day = { type: 'date', expression: (row: Sql) => sql`${row}.day` } as const;
  return pagedList(use, {
    types: timelineTypes,
    order: orderOf('Timeline', [{ key: 'day', descending: false }], { day }),
    rows: (bounds) => {
      const parts = ENTRIES.map((each) => entries(use, each, bounds));
      return use.compiler.selected(sql`(${join(parts, ' union all ')})`);
    },
    matching: () => sql`true`,
    candidates: TYPES.length * ListSize.all,
    filtered: true,
    node: (part, row, rows) => mixedNode(part, TYPES, row, rows),
  });
}

/** A type's entries, ordered and cut to the page by themselves, so that its index gives the first ones without the rest. */
function entries(use: FieldUse, { type, date, edtf, ofParty, ofAllegation }: Entries, bounds?: PageBounds): Sql {
  const { compiler, args, path } = use;
  const row = compiler.rows(type);
  compiler.charge(1, Work.table);
  const column = (name: string): Sql => sql`${row}.${raw(name)}`;
  const [earliest, latest] = [column(`${date}_earliest`), column(`${date}_latest`)];
  const conditions = [sql`${column(edtf)} is not null`];
  if (args.from != null) conditions.push(sql`(${latest} is null or ${latest} >= ${dayBound(use, 'from')})`);
  if (args.to != null) conditions.push(sql`(${earliest} is null or ${earliest} <= ${dayBound(use, 'to')})`);
  if (args.allegation != null || args.party != null) compiler.charge(use.rows * ListSize.all, Work.related);
  if (args.allegation != null) {
    conditions.push(ofAllegation(row, boundId(args.allegation, 'allegation', path), compiler));
    conditions.push(isVisible(use, 'Allegation', args.allegation));
  }
  if (args.party != null) {
    conditions.push(ofParty(row, partyId(boundId(args.party, 'party', path)), compiler));
    conditions.push(isVisible(use, 'Party', args.party));
  }
  const day = sql`coalesce(${earliest}, 'infinity'::date)`;
  const place = [day, sql`${row}.id`];
  if (bounds) conditions.push(bounds.condition(place));
  const page = bounds ? sql` order by ${bounds.orderBy(place)} limit ${bounds.limit}` : sql``;
  return sql`(select ${textLiteral(type)} as type, ${row}.id, ${column(edtf)} as edtf, ${earliest} as earliest, ${latest} as latest,
    ${day} as day ${row.from(allOf(conditions))}${page})`;
}

/** What is not to be seen has no timeline, though the entries themselves may be seen elsewhere. */
function isVisible(use: FieldUse, type: 'Party' | 'Allegation', id: unknown): Sql {
  const row = use.compiler.rows(type);
  const seen = nodeId(type, boundId(id, type.toLowerCase(), use.path));
  return row.exists(sql`${row}.id = ${seen}`);
}

function dayBound(use: FieldUse, side: 'from' | 'to'): Sql {
  const { from, to } = use.args;
  const checked = bound([from ?? null, to ?? null], (days) => {
    const [first, last] = days as (string | null)[];
    if (first != null && last != null && first > last) {
      const message = `from (${first}) must not be after to (${last}).`;
      throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path: use.path, field: 'from' });
    }
    return side === 'from' ? first : last;
  });
  return sql`${checked}::date`;
}
