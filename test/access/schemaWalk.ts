import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Asked } from './twinServers';
import { type AnyField, type IsKept, isList, WalkSelection } from './walkSelection';
import { MOST_IDS, type WalkValues } from './walkValues';
import { wheresOf } from './walkWheres';

/** A place where a field with arguments stands: at the root, or in nodes of a type. */
export interface Position {
  readonly parent: GraphQLObjectType;
  readonly field: AnyField;
}

const CURSORS = ['after', 'before'];
const CALLS_AT_A_TIME = 12;

/** Makes operations out of the schema and nothing else, so that what it is given later is walked too. */
export class SchemaWalk {
  private readonly selection: WalkSelection;
  private readonly root: GraphQLObjectType;

  constructor(
    schema: GraphQLSchema,
    private readonly values: WalkValues,
    isKept: IsKept,
  ) {
    this.selection = new WalkSelection(schema, values, isKept);
    const root = schema.getQueryType();
    if (!root) throw new Error('The schema has no queries.');
    this.root = root;
  }

  private get nodeTypes(): GraphQLObjectType[] {
    return this.selection.nodeTypes(this.root);
  }

  /** Every way from a root field over two further steps, with all that is there. */
  paths(): Asked[] {
    return this.selection.fieldsOf(this.root).flatMap((rootField) => {
      const type = getNamedType(rootField.type);
      return this.selection.nodeTypes(type).flatMap((nodeType) => {
        const calls = this.fewCalls(rootField, nodeType);
        const through = (inner: string, inBuckets: string, most = 2): Asked[] => {
          const spread = (fragment: string) => (each: GraphQLObjectType) =>
            each === nodeType ? `...${fragment}` : 'id';
          const selected = this.selection.around(type, spread('Inner'), true, spread('InBucket'));
          const fragments = { Inner: inner, InBucket: inBuckets };
          const used = Object.entries(fragments).filter(([name]) => selected.includes(`...${name} `));
          const defined = used.map(([name, fields]) => `fragment ${name} on ${nodeType.name} { ${fields} }`).join('\n');
          return calls
            .slice(0, most)
            .map((args) => ({ query: `{ ${rootField.name}${args} ${selected} }\n${defined}` }));
        };
        const steps = this.selection
          .fieldsOf(nodeType)
          .filter((field) => this.selection.nodeTypes(getNamedType(field.type)).length > 0)
          .flatMap((field) =>
            // Of the ways to name one object, two will do: a draft and one that is published.
            through(
              this.selection.only(nodeType, field, (next) => this.selection.full(next, 1)),
              this.selection.only(nodeType, field, () => 'id'),
            ),
          );
        const leaves = this.selection.full(nodeType, 0);
        return [...through(leaves, leaves, calls.length), ...steps];
      });
    });
  }

  /** A few ways to ask for a root field so that it leads to nodes of a type. */
  private fewCalls(field: AnyField, nodeType: GraphQLObjectType): string[] {
    const required = field.args.filter(isRequiredArgument);
    const page = field.args.some(({ name }) => name === 'first') ? ['first: 100'] : [];
    const varied = required.length > 0 ? required : page.length > 0 ? [] : field.args;
    if (varied.length === 0) return [page.length > 0 ? `(${page.join()})` : ''];
    return varied.flatMap((argument) => {
      const literals = this.values.literals(argument, this.aboutOf(argument, nodeType.name));
      return literals
        .slice(0, isList(argument) ? 1 : 2)
        .map((literal) => `(${[...page, `${argument.name}: ${literal}`].join(', ')})`);
    });
  }

  private aboutOf(argument: GraphQLArgument, typeName: string): string {
    const named = argument.name.charAt(0).toUpperCase() + argument.name.slice(1);
    return this.nodeTypes.some(({ name }) => name === named) ? named : typeName;
  }

  /** Every field with arguments, at the root and in every type of node. */
  positions(): Position[] {
    return [this.root, ...this.nodeTypes].flatMap((parent) =>
      this.selection.fieldsOf(parent).flatMap((field) => (field.args.length > 0 ? [{ parent, field }] : [])),
    );
  }

  /** Every argument of a place with every value, and each two together. */
  calls(position: Position): Asked[] {
    const { field } = position;
    const whole = isLeafType(getNamedType(field.type))
      ? ''
      : this.selection.around(getNamedType(field.type), () => 'id');
    const brief = isLeafType(getNamedType(field.type)) ? '' : this.selection.brief(getNamedType(field.type));
    const free = field.args.filter(({ name }) => !CURSORS.includes(name));
    const singles = free.flatMap((argument) =>
      this.literalsFor(position, argument).map((literal) => this.filled(position, { [argument.name]: literal })),
    );
    const pairs = free.flatMap((one, index) =>
      free
        .slice(index + 1)
        .filter((other) => !excludes(one, other))
        .flatMap((other) =>
          this.literalsFor(position, one)
            .slice(0, 3)
            .flatMap((literal) =>
              this.literalsFor(position, other)
                .slice(0, 2)
                .map((otherLiteral) => this.filled(position, { [one.name]: literal, [other.name]: otherLiteral })),
            ),
        ),
    );
    const calls = [...new Set(singles)].map((args) => ({ args, selected: isNarrow(args) ? whole : brief }));
    calls.push(...[...new Set(pairs)].map((args) => ({ args, selected: brief })));
    return chunks(calls, CALLS_AT_A_TIME).map((some) =>
      this.at(
        position,
        some.map(({ args, selected }, index) => `c${String(index)}: ${field.name}${args} ${selected}`).join('\n'),
      ),
    );
  }

  /** Arguments as text, with what else is required. */
  private filled({ parent, field }: Position, given: Record<string, string>): string {
    const must = field.args.filter((argument) => isRequiredArgument(argument) && !(argument.name in given));
    const filled = must.map((argument) => [argument.name, this.literalsFor({ parent, field }, argument)[0] ?? 'null']);
    return `(${Object.entries({ ...given, ...(Object.fromEntries(filled) as Record<string, string>) })
      .map(([name, literal]) => `${name}: ${literal}`)
      .join(', ')})`;
  }

  private literalsFor({ parent, field }: Position, argument: GraphQLArgument): string[] {
    const type = getNamedType(argument.type);
    if (!isInputObjectType(type))
      return this.values.literals(argument, this.aboutOf(argument, getNamedType(field.type).name));
    // An order by relevance alone is refused; the lists in pages have it.
    if (argument.name === 'orderBy') return ordersOf(argument).filter((order) => !order.includes('relevance'));
    if (argument.name === 'where') {
      const isRootList = parent === this.root && field.args.some(({ name }) => name === 'after');
      return wheresOf(type, this.values, isRootList ? 0 : 1);
    }
    throw new Error(`The walk does not know what ${parent.name}.${field.name}(${argument.name}) is.`);
  }

  /** Something asked in a place: at the root, or in all nodes of the type that are known, drafts among them. */
  at({ parent }: Position, text: string, ids = this.values.ids(parent.name).slice(0, MOST_IDS)): Asked {
    if (parent === this.root) return { query: `{ ${text} }` };
    return { query: `{ nodes(ids: ${JSON.stringify(ids)}) { id ... on ${parent.name} { ${text} } } }` };
  }

  /** Lists in pages, with each of their orders; what their cursors say, the answers tell. */
  pagedLists(): { position: Position; args: string; backwards: boolean }[] {
    return this.positions()
      .filter(({ field }) => field.args.some(({ name }) => name === 'after'))
      .flatMap((position) => {
        const { args } = position.field;
        const backwards = args.some(({ name }) => name === 'before');
        const orderBy = args.find(({ name }) => name === 'orderBy');
        const varied = args.find(isRequiredArgument);
        const ways = varied
          ? this.literalsFor(position, varied).map((literal) => `${varied.name}: ${literal}`)
          : ['', ...(orderBy ? ordersOf(orderBy).map((literal) => this.ordered(literal)) : [])];
        return ways.map((way) => ({ position, args: way, backwards }));
      });
  }

  /** An order by relevance needs something to be relevant to. */
  private ordered(orderBy: string): string {
    const search = orderBy.includes('relevance')
      ? `where: { search: ${JSON.stringify(this.values.searches[0])} }, `
      : '';
    return `${search}orderBy: ${orderBy}`;
  }

  /** A page of a list: its selection tells the cursors. */
  page({ position, args }: { position: Position; args: string }, page: string, ids?: string[]): Asked {
    const selected = 'edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
    const given = [args, page].filter((part) => part !== '').join(', ');
    return this.at(position, `page: ${position.field.name}(${given}) { ${selected} }`, ids);
  }

  /** Requests with something wrong in them, which often names a draft. */
  faults(draftSlug: string, draftId: string): Asked[] {
    const fields = this.positions().flatMap((position) =>
      position.field.args.flatMap((argument) => {
        const brief = isLeafType(getNamedType(position.field.type))
          ? ''
          : this.selection.brief(getNamedType(position.field.type));
        const wrong = wrongLiterals(argument, draftSlug, draftId);
        const inText = wrong.map((literal) =>
          this.at(position, `${position.field.name}${this.filled(position, { [argument.name]: literal })} ${brief}`),
        );
        const { query } = this.at(
          position,
          `${position.field.name}${this.filled(position, { [argument.name]: '$v' })} ${brief}`,
        );
        const inVariables = [{ [draftSlug]: draftId }, [[draftSlug]], 7.5, draftSlug, true].map((v) => ({
          query: `query ($v: ${String(argument.type)}) ${query}`,
          variables: { v },
        }));
        return [...inText, ...inVariables];
      }),
    );
    const unknown = draftSlug.replaceAll('-', '_');
    const syntax = [
      `{ ${unknown} }`,
      `{ parties { ${unknown} } }`,
      `{ node(id: "${draftId}" `,
      `query ($v: ${unknown}) { __typename }`,
    ];
    return [...fields, ...syntax.map((query) => ({ query }))];
  }

  /** Fields that readers are refused, in every object of their type, in one draft, one that is published, and none. */
  keptFields(kept: readonly string[], present: readonly { parent: GraphQLObjectType; field: AnyField }[]): Asked[] {
    return present
      .filter(({ parent, field }) => kept.includes(`${parent.name}.${field.name}`))
      .flatMap(({ parent, field }) => {
        const selected = isLeafType(getNamedType(field.type)) ? '' : this.selection.brief(getNamedType(field.type));
        const ids = this.values.ids(parent.name);
        return [ids, ids.slice(0, 1), ids.slice(1, 2), [this.values.ids().at(-1) ?? '']].map((some) =>
          this.at({ parent, field }, `${field.name} ${selected}`, some),
        );
      });
  }
}

/** Every order by one key, both ways, and one by two. */
function ordersOf(argument: GraphQLArgument): string[] {
  const type = getNamedType(argument.type);
  if (!isInputObjectType(type)) throw new Error(`${argument.name} is no orderBy.`);
  const keys = Object.values(type.getFields());
  const single = keys.flatMap(({ name, type: fieldType }) => {
    const ways = getNamedType(fieldType);
    if (!isEnumType(ways)) throw new Error(`The walk does not know how ${name} orders.`);
    return ways.getValues().map((way) => `[{ ${name}: ${way.name} }]`);
  });
  const [one, other] = keys;
  return one && other ? [...single, `[{ ${other.name}: DESC }, { ${one.name}: ASC }]`] : single;
}

/** Whether a call looks into no other type, or into any row of one. */
function isNarrow(args: string): boolean {
  return (args.match(/\{/g) ?? []).length < 3 || args.includes('{  }');
}

function wrongLiterals(argument: GraphQLArgument, draftSlug: string, draftId: string): string[] {
  const type = getNamedType(argument.type);
  const text = JSON.stringify(draftSlug);
  if (CURSORS.includes(argument.name))
    return [text, JSON.stringify(draftId), JSON.stringify(btoa(`["Party+name+id",${text},"${draftId}"]`))];
  if (isEnumType(type)) return ['NO_SUCH_VALUE', text];
  if (type.name === 'ID')
    return isList(argument)
      ? [`[${text}]`, `[${Array(101).fill(JSON.stringify(draftId)).join()}]`]
      : [text, '7', `"${draftId.slice(1)}"`];
  if (type.name === 'Int') return ['0', '-1', '101', text];
  if (type.name === 'Date') return [text, '"2014-02-30"'];
  if (type.name === 'String') return ['""', '"  "', '"\\u0000"', JSON.stringify(draftSlug.padEnd(2_000, 'x'))];
  const [one, other] = isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  if (argument.name === 'orderBy')
    return [
      '[{ }]',
      `[{ ${one ?? ''}: ASC, ${other ?? ''}: ASC }]`,
      `[{ ${one ?? ''}: ASC }, { ${one ?? ''}: ASC }]`,
      '[{ relevance: ASC }]',
    ];
  return [
    `{ ${draftSlug.replaceAll('-', '_')}: 1 }`,
    `{ id: null }`,
    `{ id: { equals: ${text} } }`,
    `{ id: { in: [${text}] } }`,
  ];
}

/** Whether two arguments of one field are refused together. */
function excludes(one: GraphQLArgument, other: GraphQLArgument): boolean {
  const pair = [one.name, other.name].sort().join();
  return pair === 'first,last' || pair === 'id,slug';
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
