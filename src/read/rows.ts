import { Prisma } from '../database/generated/client';
import type { Compiler } from './compiler';
import type { ReadType } from './readType';
import { type Sql, raw, sql } from './sql';

/** Tables that are read as they are, whoever asks; each with the reason why nothing hidden shows in it. */
export const OPEN_TABLES = {
  attribution: 'ties a statement to a party: it is joined where both of them are visible',
  allegation_party: 'ties an allegation to a party: it is joined where both of them are visible',
  allegation_counter: 'ties an allegation to an allegation: it is joined where both of them are visible',
  assertion_via: 'ties an assertion to a party: it is joined where both of them are visible',
  citation: 'ties a statement to a statement: it is joined where both of them are visible',
  party_redirect: 'gives the id of a party, which is then looked up among the visible ones',
} as const satisfies Readonly<Record<string, string>>;

export type OpenTable = keyof typeof OPEN_TABLES;

/**
 * Rows of a table. In SQL it is the alias that they have: `${rows}.id`. What names the table itself are its methods alone, and
 * each puts the condition beside it that keeps out what the role may not see.
 */
class TableRows extends Prisma.Sql {
  readonly #source: Sql;
  readonly #seen: () => Sql | undefined;

  constructor(alias: Sql, source: Sql, seen: (rows: Sql) => Sql | undefined) {
    super(alias.strings, alias.values);
    this.#source = sql`${source} ${alias}`;
    this.#seen = () => seen(this);
  }

  /** `from … where …`, for the end of a select or for what groups, orders and limits it. `joined` goes behind the table. */
  from(condition: Sql, joined?: Sql): Sql {
    return sql`from ${this.#source}${joined ? sql` ${joined}` : sql``} where ${this.#seenWith(condition)}`;
  }

  /** `join … on …` */
  join(condition: Sql): Sql {
    return sql`join ${this.#source} on ${this.#seenWith(condition)}`;
  }

  /** `left join … on …`: a row that the role may not see is one that is not there. */
  leftJoin(condition: Sql): Sql {
    return sql`left ${this.join(condition)}`;
  }

  /** Whether there is a row for which the condition holds. */
  exists(condition: Sql, joined?: Sql): Sql {
    return sql`exists (select ${this.from(condition, joined)})`;
  }

  /** In parentheses, so that no `or` of a condition gets around what is seen. */
  #seenWith(condition: Sql): Sql {
    const seen = this.#seen();
    return seen ? sql`(${condition}) and (${seen})` : condition;
  }
}

export type Rows = InstanceType<typeof TableRows>;

/** The rows of a type that the role may see. */
export function visibleRows(type: Pick<ReadType, 'table' | 'visible'>, compiler: Compiler): Rows {
  const seen = (rows: Sql): Sql | undefined => (compiler.role === 'EDITOR' ? undefined : type.visible(rows, compiler));
  return new TableRows(compiler.alias(), raw(type.table), seen);
}

/** What commits keep of the rows of a type, beside those which the role may see; see ReadType.keptIn. */
export function keptRows({ name, keptIn }: Pick<ReadType, 'name' | 'keptIn'>, alias: Sql, compiler: Compiler): Rows {
  if (keptIn === undefined) throw new Error(`Commits keep nothing of ${name}.`);
  return new TableRows(alias, raw(keptIn), (rows) => (compiler.role === 'EDITOR' ? undefined : sql`${rows}.visible`));
}

/** All rows of a table that has nothing to hide: OPEN_TABLES says why. */
export function openRows(table: OpenTable, alias: Sql): Rows {
  return new TableRows(alias, raw(table), () => undefined);
}

/** The rows of a subselect in parentheses. It is made of visible rows, and hides nothing more. */
export function selectedRows(select: Sql, alias: Sql): Rows {
  return new TableRows(alias, select, () => undefined);
}
