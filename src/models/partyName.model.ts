import { Field, ObjectType } from 'type-graphql';
import { PartyNameKind } from './enums.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { LanguageTagScalar } from './scalars/languageTag.scalar';

/** A further name of a party; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'A further name of a party (Popolo OtherName, schema.org alternateName).',
})
export class PartyName {
  @Field({ description: 'The name, in its own script.' })
  name!: string;

  @Field(() => PartyNameKind, { description: 'What sort of name it is.' })
  kind!: PartyNameKind;

  @Field(() => LanguageTagScalar, {
    nullable: true,
    description: 'The language of the name; null where it is not recorded.',
  })
  language!: string | null;

  @Field(() => Party, {
    nullable: true,
    description: 'Who calls the party so, above all for an EPITHET; null where that is nobody in particular.',
  })
  usedBy!: Relation<Party> | null;
}
