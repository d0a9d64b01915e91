import { InputType } from 'type-graphql';
import { CreateInput, UpdateInput, whatToChange } from '../fields/inputs';
import { Finding } from '../finding.model';

/** A new finding; see the description. */
@InputType({
  description:
    'A new finding. It is PUBLISHED, and everyone sees it as soon as its allegation, its body and, if any, its statement are.',
})
export class CreateFindingInput extends CreateInput(Finding) {}

/** Changes of a finding; see the description. */
@InputType({ description: whatToChange('a finding') })
export class UpdateFindingInput extends UpdateInput(Finding) {}
