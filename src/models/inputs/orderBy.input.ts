import { Field, InputType } from 'type-graphql';
import { SortDirection } from '../enums.model';

const RULE =
  'Exactly one field in each item; later items order what earlier ones leave equal, and the id decides last. What has no value comes last in both directions.';

/** An order of parties; see the description. */
@InputType({ description: `An order of parties. ${RULE} Default: by name.` })
export class PartyOrderByInput {
  @Field(() => SortDirection, {
    nullable: true,
    description: 'By the main name, in the order of a multilingual alphabet.',
  })
  name?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was made.' })
  createdAt?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was last changed.' })
  updatedAt?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By how many allegations concern the party.' })
  allegationCount?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By how many statements are attributed to the party.' })
  statementCount?: SortDirection | null;
}

/** An order of statements; see the description. */
@InputType({
  description: `An order of statements. ${RULE} Default: by issuedOn, the newest first.`,
})
export class StatementOrderByInput {
  @Field(() => SortDirection, {
    nullable: true,
    description: 'By the earliest day on which it can have been made public.',
  })
  issuedOn?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By its title, in the order of a multilingual alphabet.' })
  title?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was made.' })
  createdAt?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was last changed.' })
  updatedAt?: SortDirection | null;

  @Field(() => SortDirection, {
    nullable: true,
    description:
      'By how well it fits `where.search`, which must then be given at the top of `where`; DESC brings the best first.',
  })
  relevance?: SortDirection | null;
}

/** An order of allegations; see the description. */
@InputType({
  description: `An order of allegations. ${RULE} Default: by occurredOn, the most recent events first.`,
})
export class AllegationOrderByInput {
  @Field(() => SortDirection, { nullable: true, description: 'By the earliest day on which it can have happened.' })
  occurredOn?: SortDirection | null;

  @Field(() => SortDirection, {
    nullable: true,
    description: 'By its summary, in the order of a multilingual alphabet.',
  })
  summary?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was made.' })
  createdAt?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was last changed.' })
  updatedAt?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By how many assertions there are about it.' })
  assertionCount?: SortDirection | null;

  @Field(() => SortDirection, {
    nullable: true,
    description:
      'By how well it fits `where.search`, which must then be given at the top of `where`; DESC brings the best first.',
  })
  relevance?: SortDirection | null;
}

/** An order of assertions; see the description. */
@InputType({
  description: `An order of assertions. ${RULE} Default: by statement, the newest first, then by position.`,
})
export class AssertionOrderByInput {
  @Field(() => SortDirection, { nullable: true, description: 'By the earliest day on which it can have been said.' })
  saidOn?: SortDirection | null;

  @Field(() => SortDirection, {
    nullable: true,
    description: 'By where its anchor begins in the body; what has no anchor comes last.',
  })
  position?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was made.' })
  createdAt?: SortDirection | null;

  @Field(() => SortDirection, { nullable: true, description: 'By when the record was last changed.' })
  updatedAt?: SortDirection | null;
}
