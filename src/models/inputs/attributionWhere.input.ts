import { Field, InputType } from 'type-graphql';
import { AttributionRole } from '../enums.model';
import type { Relation } from '../relation';
import { WHERE } from './combinators';
import { PartyWhereInput } from './partyWhere.input';

/** Conditions on attributions; see the description. */
@InputType({ description: `Which attributions are meant. ${WHERE}` })
export class AttributionWhereInput {
  @Field(() => AttributionRole, { nullable: true, description: 'The role of the party is this one.' })
  role?: AttributionRole | null;

  @Field(() => PartyWhereInput, { nullable: true, description: 'The party matches.' })
  party?: Relation<PartyWhereInput> | null;
}
