import {
  type CST,
  Composer,
  type Document,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  type Tags,
  type YAMLMap,
  isAlias,
  isMap,
  isScalar,
  isSeq,
} from 'yaml';
import type { Place, Position } from './dossierDocument';
import type { DossierPath } from './dossierFault';
import { DEPTH_LIMIT, depthMessage } from './parseJson';

/**
 * UTF-8 bytes that a dossier in YAML may have. The parser takes some 30 bytes of memory for each and half a second for a
 * million of them; JSON, which is read far faster, may be larger.
 */
export const YAML_LIMIT_BYTES = 16 * 1024 * 1024;

/** Values that aliases may stand for, all together; a bomb of a few lines stands for billions. */
const ALIASED_LIMIT = 100_000;

/** Aliases and tags that a dossier may have. The parser makes several objects of each. */
const MARK_LIMIT = 1_000;

/** A fault of the text itself, with its place. */
export interface YamlFault extends Position {
  path: DossierPath;
  message: string;
}

/** Collections that the parser may have open: those of the limit, each as the value of another, and what stands around them. */
const PARSER_STACK_LIMIT = 2 * DEPTH_LIMIT + 8;

/** Thrown inside, where going on makes no sense. */
class TooMuch extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Reads YAML 1.2 with its core schema, but for numbers: a plain number keeps its text, so that the date 2014 and the name 007 stay what they are. */
export function parseYaml(text: string): { value: unknown } | { faults: YamlFault[] } {
  const read = readDocument(text);
  if ('faults' in read) return read;
  const { document, lines } = read;
  const reader = new YamlReader(lines);
  const value = reader.read(document);
  return reader.faults.length > 0 ? { faults: reader.faults } : { value };
}

/** Where values stand in YAML text that parseYaml has read. */
export function locateInYaml(text: string, paths: readonly DossierPath[]): Place[] {
  const read = readDocument(text);
  if ('faults' in read) throw new Error('a text that was read before cannot be read again');
  const anchors = new Map<string, Node>();
  collectAnchors(read.document.contents, anchors);
  return paths.map((path) => placeOf(path, read.document.contents, anchors, read.lines));
}

type Read = { document: Document.Parsed; lines: LineCounter } | { faults: YamlFault[] };

function readDocument(text: string): Read {
  const lines = new LineCounter();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    customTags: (tags) => tags.filter((tag) => !isNumberTag(tag)),
    // The composer's own check compares each name with each other; the reader below does it with a set.
    uniqueKeys: false,
    prettyErrors: false,
  });
  try {
    const [document, second] = composer.compose(tokensOf(text, lines), true, text.length);
    if (document === undefined) throw new Error('a text has no document at all');
    const faults = [...document.errors, ...document.warnings].map((error) => ({
      ...positionAt(lines, error.pos[0]),
      path: [],
      message: `is no YAML: ${yamlMessage(error.message)}`,
    }));
    if (second !== undefined) {
      const message = 'has several YAML documents: a dossier is one';
      faults.push({ ...positionAt(lines, second.range[0]), path: [], message });
    }
    if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
      const message = `asks for YAML ${document.directives.yaml.version}: a dossier is YAML 1.2`;
      faults.push({ line: 1, column: 1, path: [], message });
    }
    return faults.length > 0 ? { faults } : { document, lines };
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { faults: [{ ...positionAt(lines, error.offset), path: [], message: error.message }] };
  }
}

/**
 * The tokens of a text, up to where it is nested too deeply or has too many aliases and tags: the composer calls itself for each level, and a stack that runs out
 * while it compiles a regular expression ends the whole process.
 */
function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let marks = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (lexeme.startsWith('*') || lexeme.startsWith('!')) marks += 1;
    if (marks > MARK_LIMIT) throw new TooMuch(tooManyMarks, parser.offset);
    if (parser.stack.length > PARSER_STACK_LIMIT) throw new TooMuch(depthMessage, parser.offset);
  }
  yield* parser.end();
}

const tooManyMarks = `has more than ${MARK_LIMIT.toLocaleString('en')} aliases and tags: write the values out`;

const isNumberTag = (tag: Tags[number]): boolean =>
  typeof tag === 'object' && /^tag:yaml\.org,2002:(int|float)$/.test(tag.tag);

const yamlMessage = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Turns nodes into plain values, and finds what the parser lets pass. */
class YamlReader {
  readonly faults: YamlFault[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliased = 0;

  constructor(private readonly lines: LineCounter) {}

  read(document: Document.Parsed): unknown {
    try {
      return this.value(document.contents, [], false);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      return null;
    }
  }

  private value(node: ParsedNode | Node | null, path: DossierPath, inAlias: boolean): unknown {
    if (node === null) return null;
    if (inAlias && (this.aliased += 1) > ALIASED_LIMIT) {
      this.stop(
        node,
        path,
        `has aliases that stand for more than ${ALIASED_LIMIT.toLocaleString('en')} values: write them out`,
      );
    }
    if (path.length > DEPTH_LIMIT) this.stop(node, path.slice(0, 3), depthMessage);
    if (isAlias(node)) return this.aliasedValue(node, node.source, path);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    this.open.add(node);
    const value = isMap(node)
      ? this.mapping(node, path, inAlias)
      : isSeq(node)
        ? node.items.map((item, index) => this.value(item as Node | null, [...path, index], inAlias))
        : null;
    this.open.delete(node);
    return value;
  }

  private aliasedValue(alias: Node, name: string, path: DossierPath): unknown {
    const target = this.anchors.get(name);
    if (target === undefined)
      return this.fault(alias, path, `is an alias of *${name}, which no anchor before it names`);
    if (this.open.has(target)) return this.fault(alias, path, `is an alias of *${name}, which it is itself a part of`);
    return this.value(target, path, true);
  }

  private mapping(node: YAMLMap, path: DossierPath, inAlias: boolean): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) {
        this.fault((key as Node | null) ?? node, path, 'has a property whose name is no plain text');
        continue;
      }
      if (key.anchor !== undefined) this.anchors.set(key.anchor, key);
      const name = String(key.value);
      if (entries.has(name) && !inAlias) this.fault(key, [...path, name], 'stands twice: write it once');
      entries.set(name, this.value(value as Node | null, [...path, name], inAlias));
    }
    // Object.fromEntries defines properties, so one named __proto__ is only a property.
    return Object.fromEntries(entries);
  }

  private fault(node: Node, path: DossierPath, message: string): null {
    this.faults.push({ ...positionAt(this.lines, node.range?.[0] ?? 0), path, message });
    return null;
  }

  private stop(node: Node, path: DossierPath, message: string): never {
    this.fault(node, path, message);
    throw new TooMuch(message, node.range?.[0] ?? 0);
  }
}

function collectAnchors(node: unknown, anchors: Map<string, Node>): void {
  if (isMap(node)) {
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    for (const { key, value } of node.items) {
      collectAnchors(key, anchors);
      collectAnchors(value, anchors);
    }
  } else if (isSeq(node)) {
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    for (const item of node.items) collectAnchors(item, anchors);
  } else if (isScalar(node) && node.anchor !== undefined) {
    anchors.set(node.anchor, node);
  }
}

function placeOf(path: DossierPath, root: Node | null, anchors: Map<string, Node>, lines: LineCounter): Place {
  const start = { line: 1, column: 1 };
  let node: Node | null = root;
  let place: Place = { key: start, value: positionOf(root, lines) ?? start };
  for (const step of path) {
    // What stands in an anchor's node is wrong there; the path says from which alias it is reached.
    if (isAlias(node)) node = anchors.get(node.source) ?? null;
    let key: Position | undefined;
    let next: Node | null = null;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (pair === undefined) return place;
      key = positionOf(pair.key as Node, lines);
      next = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
      next = node.items[step] as Node | null;
    } else {
      return place;
    }
    const value = positionOf(next, lines) ?? key ?? place.value;
    place = { key: key ?? value, value };
    node = next;
  }
  return place;
}

function positionOf(node: Node | null, lines: LineCounter): Position | undefined {
  return node?.range ? positionAt(lines, node.range[0]) : undefined;
}
