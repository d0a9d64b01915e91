import { Field, ID } from 'type-graphql';
import { QuoteInput } from '../inputs/quote.input';
import { EDTFScalar } from '../scalars/edtf.scalar';
import { type DeclaredField, declaredPart, type ModelClass } from './declaredField';
import { describeWritten } from './describeField';

/** Gives an input class the field that writes a stored field of a model. */
export function inputField(input: ModelClass, field: DeclaredField, required: boolean): void {
  const options = { nullable: !required, description: describeWritten(field) };
  Field(() => inputType(field), options)(input.prototype as object, inputName(field));
}

/** The name that a stored field has in inputs: words that are quoted are read as an anchor and written as a quote. */
const inputName = ({ kind, name }: DeclaredField): string => (kind === 'quotation' ? 'quote' : name);

function inputType(field: DeclaredField): object {
  switch (field.kind) {
    case 'text':
      return field.text.type;
    case 'choice':
      return field.values;
    case 'partialDate':
      return EDTFScalar;
    case 'quotation':
      return QuoteInput;
    case 'reference':
      return ID;
    case 'references':
      return [ID];
    case 'parts':
      return [declaredPart(field.of()).input];
  }
}
