import { Field, ID, InputType, Int } from 'type-graphql';
import { PublicationState } from '../enums.model';
import { declaredFields, type ModelClass } from './declaredField';
import { inputField } from './inputField';
import type { PartInput } from './storedValue';

/** What every input that changes an object says of its version. */
export const VERSION_READ =
  'The version that you have read. If it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion.';

const STATE = 'Who sees it. Default: DRAFT, so that nothing new is public until somebody says so.';

/** The sentence that describes an input made by UpdateInput. */
export const whatToChange = (what: string): string =>
  `What to change of ${what}. What is left out stays, null clears what may be empty, and a list replaces the one that was there. Where nothing differs, nothing is written and the version stays.`;

/** An input class, to be extended, with fields that inputs have and models don't. */
type InputClass<Input> = abstract new () => Input;

/** The base of an input that makes an object: the stored fields of its model. */
export function CreateInput<Model extends object>(model: ModelClass<Model>): InputClass<PartInput<Model>> {
  @InputType()
  abstract class CreateInput {}
  for (const field of declaredFields(model)) inputField(CreateInput, field, field.required);
  return CreateInput as InputClass<PartInput<Model>>;
}

/** The same, with the state that the new object has. */
export function CreateDraftInput<Model extends object>(
  model: ModelClass<Model>,
): InputClass<PartInput<Model> & { state?: PublicationState | null }> {
  const base = CreateInput(model);
  Field(() => PublicationState, { nullable: true, description: STATE })(base.prototype as object, 'state');
  return base;
}

/** The base of an input that changes an object: its id, the version that was read, and the fields that may change. */
export function UpdateInput<Model extends object>(
  model: ModelClass<Model>,
): InputClass<Partial<PartInput<Model>> & { id: string; version: number }> {
  @InputType()
  abstract class UpdateInput {
    @Field(() => ID, { description: `The ${model.name.toLowerCase()}.` })
    id!: string;

    @Field(() => Int, { description: VERSION_READ })
    version!: number;
  }
  for (const field of declaredFields(model)) if (!field.fixed) inputField(UpdateInput, field, false);
  return UpdateInput as InputClass<Partial<PartInput<Model>> & { id: string; version: number }>;
}
