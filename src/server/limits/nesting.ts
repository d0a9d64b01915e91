import { ErrorCode, RequestError } from '../../lib/errors';

/**
 * How deep brackets of a document, and objects and lists of its variables, may nest. The parser and the executor of GraphQL
 * recurse, so that some thousand levels would end in a stack overflow. What an operation may ask for is limited more
 * narrowly, by the depth rule.
 */
export const NESTING_LIMIT = 200;

/** The end of a message that refuses what nests too deeply. */
export const TOO_DEEP = `nests more than ${NESTING_LIMIT} levels deep; ${NESTING_LIMIT} are allowed`;

/**
 * Refuses a document whose brackets nest too deeply. Runs before the parser, in one pass without recursion.
 *
 * @param source a GraphQL document, not parsed yet
 * @throws RequestError BAD_USER_INPUT
 */
export function checkDocumentNesting(source: string): void {
  // Each level takes an opening and a closing bracket; most documents are too short to be worth a look.
  if (source.length <= 2 * NESTING_LIMIT) return;
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '"') at = endOfString(source, at);
    else if (character === '#') at = endOfLine(source, at);
    else if (character === '{' || character === '[' || character === '(') depth++;
    else if (character === '}' || character === ']' || character === ')') depth--;
    if (depth > NESTING_LIMIT) throw new RequestError(ErrorCode.BAD_USER_INPUT, `The query ${TOO_DEEP}.`);
  }
}

/** The index of the last character of the string that opens at `start`, or of the source where it is never closed. */
function endOfString(source: string, start: number): number {
  const isBlock = source.startsWith('"""', start);
  const quote = isBlock ? '"""' : '"';
  for (let at = start + quote.length; at < source.length; at++) {
    if (source[at] === '\\') at += isBlock && source.startsWith('"""', at + 1) ? 3 : isBlock ? 0 : 1;
    else if (source.startsWith(quote, at)) return at + quote.length - 1;
    else if (!isBlock && source[at] === '\n') return at;
  }
  return source.length;
}

function endOfLine(source: string, start: number): number {
  const at = source.slice(start).search(/[\n\r]/);
  return at === -1 ? source.length : start + at;
}
