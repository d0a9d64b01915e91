import { getNamedType, isAbstractType } from 'graphql';
import { ErrorCode, RequestError } from '../lib/errors';
import { accusationNetwork } from './accusationNetwork';
import { connection } from './connection';
import type { FieldUse } from './fieldUse';
import { LARGEST_PAGE_SIZE } from './page';
import { NODE_TYPES } from './nodeTypes';
import { nodeId, partyIdOfOldSlug } from './partyId';
import { search } from './search';
import { type Sql, join, sql } from './sql';
import { timeline } from './timeline';
import { history } from './history';
import { bound, boundId, boundText, checkedId } from './value';

/** How each field of Query is read. An operation of these alone is one statement. */
export const roots: Readonly<Record<string, (use: FieldUse) => Sql>> = {
  node: (use) => nodeById(use, boundId(use.args.id, 'id', use.path)),
  nodes,
  party: (use) => byIdOrSlug(use, 'Party'),
  statement: (use) => byIdOrSlug(use, 'Statement'),
  allegation: (use) => byIdOrSlug(use, 'Allegation'),
  parties: (use) => connection(use, 'Party'),
  statements: (use) => connection(use, 'Statement'),
  allegations: (use) => connection(use, 'Allegation'),
  assertions: (use) => connection(use, 'Assertion'),
  search,
  timeline,
  accusationNetwork,
  history: (use) => history(use, boundId(use.args.id, 'id', use.path)),
};

/** The object of an id, or null. Ids are of one sequence for all types, so that at most one of the types has it. */
export function nodeById(use: FieldUse, id: Sql): Sql {
  const found = Object.values(NODE_TYPES).map((type) =>
    use.compiler.one(use, type, (row) => sql`${row}.id = ${nodeId(type, id)}`),
  );
  return sql`coalesce(${join(found)})`;
}

/**
 * The id of the party that has a slug, or else of the one that a party with this slug was merged into. A slug that is not to be
 * seen is looked up like one that nothing has: a detour would show in the time that it takes.
 */
function partyIdOfSlug({ compiler }: FieldUse, slug: Sql): Sql {
  const party = compiler.rows('Party');
  const named = sql`(select ${party}.id ${party.from(sql`${party}.slug = ${slug}`)})`;
  return sql`coalesce(${named}, ${partyIdOfOldSlug(slug)})`;
}

function nodes(use: FieldUse): Sql {
  const { args, path } = use;
  const ids = bound(args.ids, (list) => {
    const given = list as unknown[];
    if (given.length > LARGEST_PAGE_SIZE) {
      const message = `ids has ${String(given.length)} ids; ask for ${String(LARGEST_PAGE_SIZE)} at most.`;
      throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path, field: 'ids' });
    }
    return given.map((id) => checkedId(id, 'ids', path));
  });
  return nodesByIds(use, sql`${ids}::uuid[]`);
}

/** The objects of several ids, at most as many as a page has, in their order; null for each that is not there. */
export function nodesByIds(use: FieldUse, ids: Sql): Sql {
  const each = { ...use, rows: use.rows * LARGEST_PAGE_SIZE };
  const type = getNamedType(use.type);
  const found = isAbstractType(type)
    ? nodeById(each, sql`u.id`)
    : use.compiler.one(each, type.name, (row) => sql`${row}.id = ${nodeId(type.name, sql`u.id`)}`);
  const rows = sql`select ${found} as node from unnest(${ids}) with ordinality u(id, n) order by u.n`;
  return sql`(select coalesce(json_agg(x.node), '[]'::json) from (${rows}) x)`;
}

function byIdOrSlug(use: FieldUse, type: string): Sql {
  const { id, slug } = use.args;
  if ((id == null) === (slug == null)) {
    const message = `Give either id or slug, and only one of them.`;
    throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path: use.path, field: id == null ? 'id' : 'slug' });
  }
  if (slug == null) {
    const given = boundId(id, 'id', use.path);
    return use.compiler.one(use, type, (row) => sql`${row}.id = ${nodeId(type, given)}`);
  }
  const given = boundText(slug, 'slug', use.path);
  return use.compiler.one(use, type, (row) =>
    type === 'Party' ? sql`${row}.id = ${partyIdOfSlug(use, given)}` : sql`${row}.slug = ${given}`,
  );
}
