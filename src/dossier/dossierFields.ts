import { z } from 'zod';
import { type TextKind, textKinds } from '../models/fields/textKinds';
import { characterFault } from '../lib/unicode';

/** What a property is for: editors show it where they complete the property. */
export interface FieldMeta {
  title: string;
  description: string;
  examples?: string[];
}

/** A string with a check of its own; the check returns words for what is wrong, or null. */
function checked(check: (text: string) => string | null, meta: FieldMeta & Record<string, unknown>): z.ZodString {
  return z
    .string()
    .superRefine((text, context) => {
      const message = check(text);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .meta(meta);
}

/** Text of a kind, in the stored form. */
export const text = (kind: TextKind, about: FieldMeta, limit = kind.limit): z.ZodString =>
  checked((value) => kind.fault(value, limit), { ...about, ...kind.jsonSchema(limit) });

/** The slug of something, or a reference to one. */
export const key = (about: FieldMeta): z.ZodString => text(textKinds.slug, about);

/** A path beside the dossier. Whether it leaves the folder, and what is there, is checked when it is read. */
export const filePath = (about: FieldMeta): z.ZodString =>
  checked((value) => (value.trim() === '' ? 'is empty: name a file' : characterFault(value, 'one')), {
    ...about,
    minLength: 1,
  });
