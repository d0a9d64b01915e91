import { Field, ID, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Assertion } from './assertion.model';
import { Finding } from './finding.model';
import { Node } from './node.model';
import { Party } from './party.model';
import { Statement } from './statement.model';
import { UnmergeRemainder } from './unmergeRemainder.model';

/** What was written: a party. */
@ObjectType({ simpleResolvers: true, description: 'What was written: a party.' })
export class PartyPayload {
  @Field(() => Party, { description: 'The object as it is now, with all its fields.' })
  party!: Party;
}

/** What was written: parties. */
@ObjectType({ simpleResolvers: true, description: 'What was written: parties.' })
export class PartiesPayload {
  @Field(() => [Party], { description: 'The parties as they are now, in the order of the input.' })
  parties!: Party[];
}

/** What taking back a merge gave back, and what it left. */
@ObjectType({ simpleResolvers: true, description: 'What taking back a merge gave back, and what it left as it is.' })
export class UnmergePartiesPayload {
  @Field(() => [Party], { description: 'The parties that are on their own again, the one that was named first.' })
  parties!: Party[];

  @Field(() => [UnmergeRemainder], {
    description: 'What was not put back, and stays with the party that they had been merged into.',
  })
  remaining!: UnmergeRemainder[];
}

/** What was written: a statement. */
@ObjectType({ simpleResolvers: true, description: 'What was written: a statement.' })
export class StatementPayload {
  @Field(() => Statement, { description: 'The object as it is now, with all its fields.' })
  statement!: Statement;
}

/** What was written: an allegation. */
@ObjectType({ simpleResolvers: true, description: 'What was written: an allegation.' })
export class AllegationPayload {
  @Field(() => Allegation, { description: 'The object as it is now, with all its fields.' })
  allegation!: Allegation;
}

/** What was written: an assertion. */
@ObjectType({ simpleResolvers: true, description: 'What was written: an assertion.' })
export class AssertionPayload {
  @Field(() => Assertion, { description: 'The object as it is now, with all its fields.' })
  assertion!: Assertion;
}

/** What was written: a finding. */
@ObjectType({ simpleResolvers: true, description: 'What was written: a finding.' })
export class FindingPayload {
  @Field(() => Finding, { description: 'The object as it is now, with all its fields.' })
  finding!: Finding;
}

/** What was deleted. */
@ObjectType({ description: 'What was deleted.' })
export class DeletePayload {
  @Field(() => ID, { description: 'The id that the object had; no other object will have it.' })
  deletedId!: string;
}

/** What was written: objects of any type. */
@ObjectType({ simpleResolvers: true, description: 'What was written: objects of any type.' })
export class NodesPayload {
  @Field(() => [Node], { description: 'The objects as they are now, in the order of the input.' })
  nodes!: Node[];
}

/** What was written: an object of any type. */
@ObjectType({ simpleResolvers: true, description: 'What was written: an object of any type.' })
export class NodePayload {
  @Field(() => Node, { description: 'The object as it is now, with all its fields.' })
  node!: Node;
}
