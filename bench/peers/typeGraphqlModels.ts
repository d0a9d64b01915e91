import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

// The types, as much of ours as the queries touch. Relations are fields of the resolvers.

@ObjectType()
export class PartialDate {
  @Field() edtf!: string;
  @Field(() => String, { nullable: true }) earliest!: string | null;
  @Field(() => String, { nullable: true }) latest!: string | null;
}

@ObjectType()
export class PageInfo {
  @Field() hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

@ObjectType()
export class Party {
  @Field(() => ID) id!: string;
  @Field() slug!: string;
  @Field(() => String) kind!: string;
  @Field() name!: string;
}

@ObjectType()
export class Statement {
  @Field(() => ID) id!: string;
  @Field() slug!: string;
  @Field(() => String) kind!: string;
  @Field() title!: string;
  @Field(() => String, { nullable: true }) subtitle!: string | null;
  @Field(() => String, { nullable: true }) language!: string | null;
  @Field(() => Date) createdAt!: Date;
  @Field(() => Int) version!: number;
  issuedOn!: string | null;
  issuedEarliest!: Date | null;
  issuedLatest!: Date | null;
}

@ObjectType()
export class StatementConnection {
  @Field(() => [Statement]) nodes!: Statement[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

@ObjectType()
export class Allegation {
  @Field(() => ID) id!: string;
  @Field() slug!: string;
  @Field() summary!: string;
  @Field(() => String, { nullable: true }) place!: string | null;
  occurredOn!: string | null;
  occurredEarliest!: Date | null;
  occurredLatest!: Date | null;
}

@ObjectType()
export class AllegationParty {
  @Field(() => String) role!: string;
  @Field(() => Party) party!: Party;
}

@ObjectType()
export class AllegationConnection {
  @Field(() => [Allegation]) nodes!: Allegation[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
  @Field(() => Int) totalCount!: number;
}

@ObjectType()
export class TextAnchor {
  @Field() exact!: string;
  @Field(() => Int) start!: number;
  @Field(() => Int) end!: number;
}

@ObjectType()
export class Assertion {
  @Field(() => ID) id!: string;
  @Field(() => String) stance!: string;
  @Field(() => String, { nullable: true }) mode!: string | null;
  anchorExact!: string | null;
  anchorStart!: number | null;
  anchorEnd!: number | null;
}

@ObjectType()
export class AssertionConnection {
  @Field(() => [Assertion]) nodes!: Assertion[];
}

@InputType()
export class IDFilter {
  @Field(() => ID, { nullable: true }) equals?: string;
}

@InputType()
export class PartyWhereInput {
  @Field(() => IDFilter, { nullable: true }) id?: IDFilter;
}

@InputType()
export class AllegationWhereInput {
  @Field(() => PartyWhereInput, { nullable: true }) accused?: PartyWhereInput;
}

/** A partial date from its three columns; Prisma gives days as midnights. */
export function partialDate(edtf: string | null, earliest: Date | null, latest: Date | null): PartialDate | null {
  const day = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;
  return edtf === null ? null : { edtf, earliest: day(earliest), latest: day(latest) };
}

/** One row more than the page was fetched, which tells whether there are more. A cursor says how many rows to skip. */
export function page<Row>(rows: Row[], skip: number, first: number): { nodes: Row[]; pageInfo: PageInfo } {
  const nodes = rows.slice(0, first);
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: String(skip + nodes.length) } };
}
