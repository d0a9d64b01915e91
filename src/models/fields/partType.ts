import { InputType, ObjectType } from 'type-graphql';
import { declaredFields, declarePart, type ModelClass } from './declaredField';
import { inputField } from './inputField';

/** A model without an identity of its own: an object type for readers, and from its stored fields an input type for writers. */
export function PartType({ description }: { readonly description: string }) {
  return (model: ModelClass): void => {
    ObjectType({ simpleResolvers: true, description })(model);
    @InputType(`${model.name}Input`, { description })
    abstract class PartInput {}
    for (const field of declaredFields(model)) inputField(PartInput, field, field.required);
    declarePart(model, { description, input: PartInput });
  };
}
