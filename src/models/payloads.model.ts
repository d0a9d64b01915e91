import { Field, ID, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Assertion } from './assertion.model';
import { Finding } from './finding.model';
import { Node } from './node.model';
import { Party } from './party.model';
import { Statement } from './statement.model';

/** What was written: a party. */
@ObjectType({ simpleResolvers: true, description: 'What was written: a party.' })
export class PartyPayload {
  @Field(() => Party, { description: 'It as it is now, with every field that can be asked for.' })
  party!: Party;
}

/** What was written: a statement. */
@ObjectType({ simpleResolvers: true, description: 'What was written: a statement.' })
export class StatementPayload {
  @Field(() => Statement, { description: 'It as it is now, with every field that can be asked for.' })
  statement!: Statement;
}

/** What was written: an allegation. */
@ObjectType({ simpleResolvers: true, description: 'What was written: an allegation.' })
export class AllegationPayload {
  @Field(() => Allegation, { description: 'It as it is now, with every field that can be asked for.' })
  allegation!: Allegation;
}

/** What was written: an assertion. */
@ObjectType({ simpleResolvers: true, description: 'What was written: an assertion.' })
export class AssertionPayload {
  @Field(() => Assertion, { description: 'It as it is now, with every field that can be asked for.' })
  assertion!: Assertion;
}

/** What was written: a finding. */
@ObjectType({ simpleResolvers: true, description: 'What was written: a finding.' })
export class FindingPayload {
  @Field(() => Finding, { description: 'It as it is now, with every field that can be asked for.' })
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
  @Field(() => [Node], { description: 'They as they are now, in the order in which they were named.' })
  nodes!: Node[];
}

/** What was written: an object of any type. */
@ObjectType({ simpleResolvers: true, description: 'What was written: an object of any type.' })
export class NodePayload {
  @Field(() => Node, { description: 'It as it is now, with every field that can be asked for.' })
  node!: Node;
}
