import { Field, ObjectType } from 'type-graphql';

/** A party's number or key in another register; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'What another register calls a party (Popolo Identifier, schema.org PropertyValue).',
})
export class Identifier {
  @Field({ description: 'The register, for example `wikidata` or `isni`.' })
  scheme!: string;

  @Field({ description: "The party's key in that register, for example `Q42`." })
  value!: string;
}
