import { createHash } from 'node:crypto';
import { ErrorCode, RequestError } from '../lib/errors';
import { isRecord } from '../lib/isRecord';
import { shorten } from '../lib/shorten';

const PREFIX = 'sha256:';

/** Characters of an id that a message shows. */
const MOST_SHOWN = 100;

/**
 * Documents that were known when the server started, and that clients name by an id in the place of their text. They are apart
 * from automatic persisted queries, which any client may add to.
 */
export class TrustedDocuments {
  /** Texts by the id of the manifest, and by their own SHA-256. */
  private readonly texts = new Map<string, string>();
  private readonly trusted: ReadonlySet<string>;

  /**
   * @param documents texts by their ids
   * @param only whether no other document may run
   */
  constructor(
    documents: ReadonlyMap<string, string> = new Map(),
    private readonly only = false,
  ) {
    this.trusted = new Set(documents.values());
    for (const text of this.trusted) this.texts.set(createHash('sha256').update(text).digest('hex'), text);
    for (const [id, text] of documents) this.texts.set(id, text);
  }

  /** Whether a document may run. */
  allows(text: string): boolean {
    return !this.only || this.trusted.has(text);
  }

  /**
   * The parameters of a request, with the text of the document that they name: by `documentId`, with or without "sha256:", or as
   * clients of persisted queries do, by `extensions.persistedQuery.sha256Hash` alone. Others are given back as they are.
   *
   * @throws RequestError TRUSTED_DOCUMENT_NOT_FOUND, or BAD_USER_INPUT for a text beside an id
   */
  resolve(parameters: unknown): unknown {
    if (!isRecord(parameters)) return parameters;
    const { documentId, query, extensions } = parameters;
    const hasText = query !== undefined && query !== null && query !== '';
    if (documentId !== undefined && documentId !== null) {
      if (hasText) throw new RequestError(ErrorCode.BAD_USER_INPUT, BOTH, { field: 'documentId' });
      const { documentId: _named, ...others } = parameters;
      return { ...others, query: this.textOf(documentId) };
    }
    if (hasText || !isRecord(extensions) || !isRecord(extensions.persistedQuery)) return parameters;
    const { persistedQuery, ...rest } = extensions;
    const text = this.texts.get(String(persistedQuery.sha256Hash));
    return text === undefined ? parameters : { ...parameters, query: text, extensions: rest };
  }

  private textOf(id: unknown): string {
    const text = typeof id === 'string' ? (this.texts.get(id) ?? this.texts.get(withoutPrefix(id))) : undefined;
    if (text !== undefined) return text;
    const message = `No trusted document has the id ${shorten(JSON.stringify(id), MOST_SHOWN)}. The manifest that ALLEGATA_TRUSTED_DOCUMENTS names must be of the same build as the client.`;
    throw new RequestError(ErrorCode.TRUSTED_DOCUMENT_NOT_FOUND, message, { field: 'documentId' });
  }
}

const BOTH = 'Give documentId or query, not both.';

function withoutPrefix(id: string): string {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;
}
