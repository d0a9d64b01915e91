import type { DeclaredField, FieldOptions } from './declaredField';

const sentences = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');

/** What the field of an object type says. */
export function describeRead({ description, nullable, whenRead }: FieldOptions): string {
  const empty = typeof nullable === 'string' ? `${description.replace(/\.$/, '')}; null ${nullable}.` : description;
  return sentences(empty, whenRead);
}

/** What the field of an input says. */
export function describeWritten(field: DeclaredField): string {
  const limits = field.kind === 'text' ? field.text.limits?.(field.limit) : undefined;
  return sentences(field.description, field.whenWritten, limits);
}
