import { readFile } from 'node:fs/promises';
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { isRecord } from '../lib/isRecord';
import type { CheckedDocument } from './limits/checkedDocuments';
import { TrustedDocuments } from './trustedDocuments';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** The format of Apollo's manifests, which has a list of operations. Those of relay-compiler and codegen map ids to texts. */
const APOLLO_FORMAT = 'apollo-persisted-query-manifest';

const EXPECTED =
  'write a map from ids to documents, as relay-compiler and the client preset of codegen do, or a manifest of Apollo.';

/**
 * Reads the manifest of trusted documents.
 *
 * @param file undefined where there is none
 * @param only whether no other document may run
 * @param check what is wrong with a document by the schema and the limits
 * @throws Error that names the file and the line where it is no manifest, or where a document may not be run
 */
export async function readTrustedDocuments(
  file: string | undefined,
  only: boolean,
  check: (text: string) => CheckedDocument,
): Promise<TrustedDocuments> {
  if (file === undefined) return new TrustedDocuments();
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`The manifest of ALLEGATA_TRUSTED_DOCUMENTS cannot be read: ${String(cause)}`, { cause });
  });
  return new TrustedDocuments(documentsIn(text, file, check), only);
}

function documentsIn(
  text: string,
  file: string,
  check: (text: string) => CheckedDocument,
): ReadonlyMap<string, string> {
  const fail: Fail = (offset, what, right = EXPECTED) => {
    const before = text.slice(0, offset).split('\n');
    throw new Error(`${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: ${what}: ${right}`);
  };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, STRICT);
  const [fault] = errors;
  if (fault) return fail(fault.offset, `this is not JSON (${printParseErrorCode(fault.error)})`);
  if (root?.type !== 'object') return fail(root?.offset ?? 0, 'this is no object');
  const documents = new Map<string, string>();
  for (const { id, document, offset } of entriesOf(root, fail)) {
    if (typeof id !== 'string' || id === '') return fail(offset, 'a document has no id');
    if (documents.has(id)) return fail(offset, `the id "${id}" stands twice`);
    if (typeof document !== 'string') return fail(offset, `the document of "${id}" is no text`);
    const checked = check(document);
    if (!('kind' in checked)) return fail(offset, `the document of "${id}" is refused`, String(checked[0]?.message));
    documents.set(id, document);
  }
  if (documents.size === 0) return fail(root.offset, 'there is no document in it');
  return documents;
}

/** Says what is wrong at a place of the manifest, and what would be right. */
type Fail = (offset: number, what: string, right?: string) => never;

interface Entry {
  readonly id: unknown;
  readonly document: unknown;
  readonly offset: number;
}

function entriesOf(root: Node, fail: Fail): Entry[] {
  const properties = (root.children ?? []).map(({ offset, children: [key, value] = [] }) => ({ offset, key, value }));
  const valueOf = (name: string): Node | undefined => properties.find(({ key }) => key?.value === name)?.value;
  if (valueOf('format')?.value !== APOLLO_FORMAT) {
    return properties.map(({ offset, key, value }): Entry => ({ id: key?.value, document: value?.value, offset }));
  }
  const operations = valueOf('operations');
  if (operations?.type !== 'array') return fail(root.offset, '"operations" is no list');
  return (operations.children ?? []).map((node) => {
    const value: unknown = getNodeValue(node);
    const given: Record<string, unknown> = isRecord(value) ? value : {};
    return { id: given.id, document: given.body, offset: node.offset };
  });
}
