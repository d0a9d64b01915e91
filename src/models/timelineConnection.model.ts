import { createUnionType, Field, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Assertion } from './assertion.model';
import { Connection, Edge } from './connection.model';
import { Finding } from './finding.model';
import { PartialDate } from './partialDate.model';
import { Statement } from './statement.model';

/** An entry of a timeline. */
const TimelineItem = createUnionType({
  name: 'TimelineItem',
  description: 'An entry of a timeline: a statement, an allegation, an assertion or a finding.',
  types: () => [Statement, Allegation, Assertion, Finding] as const,
});

/** One entry of a timeline; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'One entry of a timeline, with its cursor (Relay Cursor Connections).',
})
class TimelineEdge extends Edge(() => TimelineItem) {
  @Field(() => PartialDate, {
    description:
      'When it was: issuedOn of a statement, occurredOn of an allegation, saidOn of an assertion, ruledOn of a finding.',
  })
  date!: PartialDate;
}

/** A page of a timeline. */
@ObjectType({
  simpleResolvers: true,
  description: 'A page of a timeline, the oldest first (Relay Cursor Connections).',
})
export class TimelineConnection extends Connection(
  () => TimelineEdge,
  () => TimelineItem,
) {}
