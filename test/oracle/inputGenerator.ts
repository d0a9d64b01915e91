import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
} from 'graphql';
import type { OracleStore } from './oracleStore';
import type { Random } from './random';

/** An input value as GraphQL text and as the JSON of a variable. */
export interface InputValue {
  literal: string;
  value: unknown;
}

/** Ids, slugs, strings and days to ask with: mostly some that are stored, sometimes none that is. */
export class OracleInputs {
  private readonly ids: Record<string, string[]>;
  private readonly slugs: Record<string, string[]>;
  private readonly days: string[];
  private readonly instants: string[];
  private readonly texts: Record<string, string[]>;

  /** @param searches makes what to search for; without it no filter has a search */
  constructor(
    store: OracleStore,
    private readonly searches?: (random: Random) => string,
  ) {
    const { parties, statements, allegations, assertions, findings, partyNames, partyRedirects } = store;
    const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
    this.ids = {
      Party: idsOf([...parties, ...partyRedirects]),
      Statement: idsOf(statements),
      Allegation: idsOf(allegations),
      Assertion: idsOf(assertions),
      Finding: idsOf(findings),
    };
    const slugsOf = (rows: readonly { slug: string }[]): string[] => rows.map(({ slug }) => slug);
    this.slugs = {
      Party: slugsOf([...parties, ...partyRedirects]),
      Statement: slugsOf(statements),
      Allegation: slugsOf(allegations),
    };
    const days = [
      ...statements.flatMap((row) => [row.issuedEarliest, row.issuedLatest]),
      ...allegations.flatMap((row) => [row.occurredEarliest, row.occurredLatest]),
      ...assertions.flatMap((row) => [row.saidEarliest, row.saidLatest]),
      ...findings.flatMap((row) => [row.ruledEarliest, row.ruledLatest]),
    ];
    this.days = ['1990-01-01', '2030-12-31', ...new Set(days.filter((day) => day !== null))];
    const nodes = [...parties, ...statements, ...allegations, ...assertions, ...findings];
    const instants = nodes.flatMap(({ createdAt, updatedAt }) => [createdAt, updatedAt]);
    this.instants = [...new Set(instants.map((instant) => new Date(instant).toISOString()))];
    this.texts = {
      name: [...parties, ...partyNames].map(({ name }) => name),
      title: statements.map(({ title }) => title),
      summary: allegations.map(({ summary }) => summary),
      place: allegations.flatMap(({ place }) => place ?? []),
      language: ['en', 'ar', 'und'],
      slug: Object.values(this.slugs).flat(),
    };
  }

  /** The id of something of the type; at times of another type, or of nothing. */
  id(random: Random, type: string): string {
    if (random.chance(0.08)) return this.anyId(random);
    return random.pick(this.ids[type] ?? []);
  }

  anyId(random: Random): string {
    if (random.chance(0.1)) return '01890000-0000-7000-8000-00000000dead';
    return random.pick(this.ids[random.pick(Object.keys(this.ids))] ?? []);
  }

  slug(random: Random, type: string): string {
    return random.chance(0.08) ? 'no-such-slug' : random.pick(this.slugs[type] ?? []);
  }

  day(random: Random): string {
    return random.pick(this.days);
  }

  /** An orderBy argument: one to three different keys; relevance needs a search and is left out. */
  orderBy(random: Random, type: GraphQLNamedType): string {
    if (!isInputObjectType(type)) throw new Error(`${type.name} is no orderBy.`);
    const keys = Object.keys(type.getFields()).filter((name) => name !== 'relevance');
    const entries = random.sample(keys, random.pick([1, 1, 1, 2, 3]));
    return `[${entries.map((name) => `{ ${name}: ${random.pick(['ASC', 'DESC'])} }`).join(', ')}]`;
  }

  /** A where argument, its conditions nested at most this deep. */
  where(random: Random, type: GraphQLNamedType, depth: number): InputValue {
    if (!isInputObjectType(type)) throw new Error(`${type.name} is no where.`);
    return this.object(random, type, depth, 'name');
  }

  private object(random: Random, type: GraphQLInputObjectType, depth: number, about: string): InputValue {
    const fields = Object.values(type.getFields()).filter(
      ({ name, type: fieldType }) => name !== 'search' && (depth > 0 || !isInputObjectType(getNamedType(fieldType))),
    );
    const chosen = random.sample(fields, random.chance(0.03) ? 0 : random.pick([1, 1, 1, 2, 2, 3]));
    const { search } = type.getFields();
    if (this.searches && search && random.chance(0.6)) chosen.push(search);
    const entries = chosen.map((field) => ({ name: field.name, ...this.field(random, field, depth - 1, about) }));
    const [from, to] = [['from'], ['to', 'before']].map((names) => entries.find(({ name }) => names.includes(name)));
    // A period that ends before it begins is refused.
    if (from && to && String(from.value) > String(to.value)) {
      [from.literal, to.literal, from.value, to.value] = [to.literal, from.literal, to.value, from.value];
    }
    return {
      literal: `{ ${entries.map(({ name, literal }) => `${name}: ${literal}`).join(', ')} }`,
      value: Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    };
  }

  private field(random: Random, field: GraphQLInputField, depth: number, about: string): InputValue {
    const type = getNamedType(field.type);
    const one = (): InputValue => {
      if (isInputObjectType(type)) {
        const isTextFilter = type.name === 'StringFilter' && field.name !== 'not';
        return this.object(random, type, depth, isTextFilter ? field.name : about);
      }
      if (isEnumType(type)) {
        const { name } = random.pick(type.getValues());
        return { literal: name, value: name };
      }
      const asksForNone = field.name === 'equals' && (about === 'place' || about === 'language') && random.chance(0.2);
      const value = asksForNone ? null : this.scalar(random, type.name, field.name, about);
      return { literal: JSON.stringify(value), value };
    };
    const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    if (!isList) return one();
    const items = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, one);
    return { literal: `[${items.map(({ literal }) => literal).join(', ')}]`, value: items.map(({ value }) => value) };
  }

  private scalar(random: Random, type: string, field: string, about: string): unknown {
    if (type === 'Boolean') return random.chance(0.5);
    if (type === 'Date') return this.day(random);
    if (type === 'DateTime') return random.pick(this.instants);
    if (type === 'ID') return this.anyId(random);
    if (field === 'search' && this.searches) return this.searches(random);
    if (type === 'String') return this.text(random, field, about);
    throw new Error(`Nothing is known to give to ${field}, a ${type}.`);
  }

  /** A stored text or a piece of one, at times with the case turned; the pieces include what LIKE would read as a pattern. */
  private text(random: Random, field: string, about: string): string {
    const codePoints = [...random.pick(this.texts[about] ?? [])];
    const length = random.between(1, 4);
    const start = { startsWith: 0, endsWith: Math.max(0, codePoints.length - length) }[field];
    const whole = field === 'equals' || field === 'in' || field === 'notIn';
    const from = start ?? random.between(0, Math.max(0, codePoints.length - length));
    const piece = whole ? codePoints : codePoints.slice(from, from + length);
    const text = random.chance(0.05) ? random.pick(['%', '_', '\\', '']) : piece.join('');
    return random.chance(0.3) ? text.toUpperCase() : text;
  }
}
