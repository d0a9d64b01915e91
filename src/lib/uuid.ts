const FORM = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a text has the form of a UUID (RFC 9562), in either case. */
export function isUuid(text: string): boolean {
  return FORM.test(text);
}
