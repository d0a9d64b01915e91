/** What came of an attack, as its client saw it. */
export interface Outcome {
  /** The status of HTTP; undefined where the connection ended, or the client left, without one. */
  readonly status?: number;
  /** The codes of all errors; undefined for one without a code. */
  readonly codes: readonly (string | undefined)[];
  /** The code with which a WebSocket was closed; 1006 where it was cut. */
  readonly closeCode?: number;
  /** Whether the server ended the connection before the client left. */
  readonly isEnded: boolean;
  /** All bytes that the client received. */
  readonly bytes: number;
  /** The beginning of what it received. */
  readonly excerpt: string;
}

const EXCERPT = 200;

export function excerptOf(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

interface MaybeError {
  extensions?: { code?: string };
}

/** The codes of the errors in a body: of JSON, or of the events of a stream. */
export function codesOf(body: string): (string | undefined)[] {
  const texts = body.startsWith('{') ? [body] : [...body.matchAll(/^data: ?(\{.*)$/gm)].map(([, data = '']) => data);
  return texts.flatMap((text) => errorsOf(parsed(text)).map(({ extensions }) => extensions?.code));
}

/** The errors of an answer, or of a message of graphql-transport-ws. */
function errorsOf(answer: unknown): MaybeError[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { errors, payload, type } = answer as { errors?: unknown; payload?: unknown; type?: unknown };
  if (Array.isArray(errors)) return errors as MaybeError[];
  if (type === 'error' && Array.isArray(payload)) return payload as MaybeError[];
  return payload === undefined ? [] : errorsOf(payload);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Several outcomes of the same delivery as one, which is as bad as the worst. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (first === undefined) throw new Error('A delivery has one connection at least.');
  const statuses = outcomes.flatMap(({ status }) => status ?? []);
  return {
    ...first,
    status: statuses.length > 0 ? Math.max(...statuses) : undefined,
    codes: outcomes.flatMap(({ codes }) => codes),
    isEnded: outcomes.every(({ isEnded }) => isEnded),
    bytes: outcomes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
