import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoFragmentCyclesRule,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { ErrorCode, MOST_ERRORS, RequestError } from '../../lib/errors';
import { TwoGenerationCache } from '../../lib/twoGenerationCache';
import { DEPTH_LIMIT, depthLimit } from './depthLimit';
import { documentBytes } from './documentBytes';
import { checkComparisons } from './comparisons';
import { checkDocumentSize } from './documentSize';
import { checkLimit, LIMITS } from './limits';
import { checkDocumentNesting } from './nesting';

/** Bytes that the parsed documents may take together, and one of them. */
const CACHE_BYTES = 16 * 1024 * 1024;
const ENTRY_BYTES = 2 * 1024 * 1024;

/** UTF-16 units of the longest text that is kept. Front-ends have shorter ones. */
const MOST_KEPT_CHARACTERS = 64 * 1024;

/** The rules that the others rely on: what they refuse would make those recurse. */
const FIRST_RULES = [NoFragmentCyclesRule, depthLimit(DEPTH_LIMIT)];

const NOT_TRUSTED = 'This server runs only documents of its manifest. Name one by its id, as documentId.';

/** A document that may be run, or what is wrong with it, under the codes that Apollo Server gives to the same. */
export type CheckedDocument = DocumentNode | readonly GraphQLError[];

/**
 * Parses and validates documents, within limits: each is checked before the work that grows with what it limits. Good
 * documents are kept. Equal texts then give the same document, so that they share their plans.
 */
export class CheckedDocuments {
  private readonly documents = new TwoGenerationCache<DocumentNode>({
    maxBytes: CACHE_BYTES,
    maxEntryBytes: ENTRY_BYTES,
    bytesOf: (document, text) => 2 * text.length + documentBytes(document),
  });

  /** @param allows whether a text may run at all */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly allows: (text: string) => boolean,
  ) {}

  /** @param text a document as a client sends it */
  check(text: string): CheckedDocument {
    const known = this.documents.get(text);
    if (known !== undefined) return known;
    if (!this.allows(text)) return [new RequestError(ErrorCode.DOCUMENT_NOT_TRUSTED, NOT_TRUSTED)];
    try {
      const document = parsed(text);
      checkDocumentSize(document);
      let errors = this.validated(document, FIRST_RULES);
      if (errors !== null) return errors;
      checkComparisons(document);
      errors = this.validated(document, specifiedRules);
      if (errors !== null) return errors;
      if (text.length <= MOST_KEPT_CHARACTERS) this.documents.set(text, document);
      return document;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return [error];
    }
  }

  /** @returns what is wrong by these rules; null where nothing is */
  private validated(document: DocumentNode, rules: readonly ValidationRule[]): readonly GraphQLError[] | null {
    const errors = validate(this.schema, document, rules, { maxErrors: MOST_ERRORS });
    if (errors.length === 0) return null;
    return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
}

/** @throws GraphQLError where the text is no document, or more than a limit */
function parsed(text: string): DocumentNode {
  checkLimit('characters', 'The query has', text.length, 'characters');
  checkDocumentNesting(text);
  try {
    return parse(text, { maxTokens: LIMITS.tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error;
  const extensions = { ...error.extensions, code };
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
