import { InputType } from 'type-graphql';
import { Statement } from '../statement.model';
import { CreateDraftInput, UpdateInput, whatToChange } from '../fields/inputs';

/** A new statement; see the description. */
@InputType({ description: 'A new statement.' })
export class CreateStatementInput extends CreateDraftInput(Statement) {}

/** Changes of a statement; see the description. */
@InputType({ description: whatToChange('a statement') })
export class UpdateStatementInput extends UpdateInput(Statement) {}
