import { InputType } from 'type-graphql';
import { Allegation } from '../allegation.model';
import { CreateDraftInput, UpdateInput, whatToChange } from '../fields/inputs';

/** A new allegation; see the description. */
@InputType({ description: 'A new allegation.' })
export class CreateAllegationInput extends CreateDraftInput(Allegation) {}

/** Changes of an allegation; see the description. */
@InputType({ description: whatToChange('an allegation') })
export class UpdateAllegationInput extends UpdateInput(Allegation) {}
