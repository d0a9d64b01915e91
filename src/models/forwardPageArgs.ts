import { ArgsType, Field, ID, Int } from 'type-graphql';
import { SearchType } from './enums.model';
import { DateScalar } from './scalars/date.scalar';

/** The arguments of a list that is paged forwards only. */
@ArgsType()
abstract class ForwardPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many to answer, from the start or from `after`: 0 to 100. Default: 20.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what comes after this cursor. A cursor of another list is refused.',
  })
  after?: string | null;
}

/** The arguments of a search. */
@ArgsType()
export class SearchArgs extends ForwardPageArgs {
  @Field(() => String, {
    description:
      'What to look for, 1 to 1,000 characters, in web-search syntax: words that must all occur, `"words in a row"`, `OR`, and `-word` for what must not. Names may be misspelt.',
  })
  query!: string;

  @Field(() => [SearchType], {
    nullable: true,
    description: 'What to look among. Default: everything; an empty list finds nothing.',
  })
  types?: SearchType[] | null;
}

/** The arguments of a timeline. */
@ArgsType()
export class TimelineArgs extends ForwardPageArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      'Only what involves this party: statements attributed to it, allegations that concern it, what it says and what is said in these allegations, findings by it and on them. The id of a merged party stands for the party that it leads to.',
  })
  party?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Only what belongs to this allegation: itself, its assertions and findings, and the statements that assertions of it stand in.',
  })
  allegation?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Only what may have been on this day or later.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Only what may have been on this day or earlier.' })
  to?: string | null;
}

/** The arguments of a history. */
@ArgsType()
export class HistoryArgs extends ForwardPageArgs {}

/** The arguments of the history of an object that is named by its id. */
@ArgsType()
export class NodeHistoryArgs extends HistoryArgs {
  @Field(() => ID, { description: 'The object, whether it is there or was deleted.' })
  id!: string;
}
