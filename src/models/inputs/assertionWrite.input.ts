import { InputType } from 'type-graphql';
import { Assertion } from '../assertion.model';
import { CreateInput, UpdateInput, whatToChange } from '../fields/inputs';

/** A new assertion; see the description. */
@InputType({
  description:
    'A new assertion. It is PUBLISHED, and everyone sees it as soon as its allegation, its statement and its speaker are.',
})
export class CreateAssertionInput extends CreateInput(Assertion) {}

/** Changes of an assertion; see the description. */
@InputType({ description: whatToChange('an assertion') })
export class UpdateAssertionInput extends UpdateInput(Assertion) {}
