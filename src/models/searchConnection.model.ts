import { createUnionType, Field, Float, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Connection, Edge } from './connection.model';
import { Party } from './party.model';
import { Statement } from './statement.model';

/** What a search finds. */
const SearchItem = createUnionType({
  name: 'SearchItem',
  description: 'What a search finds: a statement, an allegation or a party.',
  types: () => [Statement, Allegation, Party] as const,
});

/** One thing that was found; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'One thing that a search found, with its cursor (Relay Cursor Connections).',
})
class SearchEdge extends Edge(() => SearchItem) {
  @Field(() => Float, {
    description:
      'How well it fits, from 0 to 1, higher being better: of use to compare what one search finds, and for nothing else.',
  })
  score!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "Where it was found: a piece of a statement's body, an allegation's summary, or the party's name that fits best. HTML: the text is escaped, and what was found is in `<mark>`.",
  })
  snippet!: string | null;
}

/** A page of what a search finds. */
@ObjectType({
  simpleResolvers: true,
  description: 'A page of what a search finds, the best first (Relay Cursor Connections).',
})
export class SearchConnection extends Connection(
  () => SearchEdge,
  () => SearchItem,
) {}
