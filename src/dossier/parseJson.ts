import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import type { Place, Position } from './dossierDocument';
import type { DossierPath, UnplacedFault } from './dossierFault';

/** How deep a dossier may be nested; the format itself needs seven. */
export const DEPTH_LIMIT = 32;

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** A node of the paths that are looked for, so that one pass over the text finds all of them. */
interface Wanted {
  place?: Place;
  below: Map<string | number, Wanted>;
}

interface Frame {
  wanted: Wanted | undefined;
  /** The position in a list, or the property that is being read. */
  step: string | number;
  keyPosition: Position | undefined;
  names: Set<string> | undefined;
}

class NestedTooDeeply extends Error {
  constructor(readonly position: Position) {
    super('nested too deeply');
  }
}

/**
 * What JSON.parse says nothing about: properties that stand twice in one object, and nesting that is too deep.
 * The text is JSON.
 */
export function hiddenJsonFaults(text: string): (UnplacedFault & { position: Position })[] {
  const faults: (UnplacedFault & { position: Position })[] = [];
  const onName = (frames: readonly Frame[], name: string, position: Position): void => {
    const frame = frames.at(-1);
    if (frame?.names === undefined) return;
    if (frame.names.has(name)) {
      const path = [...frames.slice(0, -1).map(({ step }) => step), name];
      faults.push({ path, atKey: true, message: 'stands twice: write it once', position });
    }
    frame.names.add(name);
  };
  try {
    new JsonWalk({ onName }).over(text);
  } catch (error) {
    if (!(error instanceof NestedTooDeeply)) throw error;
    faults.push({ path: [], atKey: false, message: depthMessage, position: error.position });
  }
  return faults;
}

export const depthMessage = `is nested more than ${String(DEPTH_LIMIT)} deep: a dossier needs seven levels`;

/** Where values stand in JSON text, in one pass over it. */
export function locateInJson(text: string, paths: readonly DossierPath[]): Place[] {
  const root: Wanted = { below: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next = at.below.get(step) ?? { below: new Map<string | number, Wanted>() };
      at.below.set(step, next);
      at = next;
    }
  }
  new JsonWalk({ root }).over(text);
  const start = { line: 1, column: 1 };
  return paths.map((path) => {
    let at: Wanted | undefined = root;
    let place: Place = at.place ?? { key: start, value: start };
    for (const step of path) {
      at = at?.below.get(step);
      place = at?.place ?? place;
    }
    return place;
  });
}

/** Where text that JSON.parse refuses stops being JSON. */
export function jsonSyntaxFault(text: string): Position & { message: string } {
  const errors: (Position & { message: string })[] = [];
  try {
    new JsonWalk({
      onError: (code, position) => {
        errors.push({ ...position, message: `is no JSON: ${spoken(printParseErrorCode(code))} at this place` });
      },
    }).over(text);
  } catch (error) {
    if (!(error instanceof NestedTooDeeply)) throw error;
    errors.push({ ...error.position, message: depthMessage });
  }
  return errors[0] ?? { line: 1, column: 1, message: 'is no JSON: it holds a character that JSON does not allow' };
}

const spoken = (code: string): string => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

interface Walking {
  /** Told of each property's name; the last of the frames is its object's. */
  onName?: (frames: readonly Frame[], name: string, position: Position) => void;
  onError?: (code: ParseErrorCode, position: Position) => void;
  /** What is looked for. */
  root?: Wanted;
}

/** One pass over JSON text that knows at each value where it is. */
class JsonWalk {
  private readonly frames: Frame[] = [];

  constructor(private readonly on: Walking) {}

  over(text: string): void {
    visit(
      text,
      {
        onObjectBegin: (_offset, _length, line, column) => this.open({ line: line + 1, column: column + 1 }, ''),
        onArrayBegin: (_offset, _length, line, column) => this.open({ line: line + 1, column: column + 1 }, 0),
        onObjectEnd: () => this.close(),
        onArrayEnd: () => this.close(),
        onObjectProperty: (name, _offset, _length, line, column) => {
          const position = { line: line + 1, column: column + 1 };
          this.on.onName?.(this.frames, name, position);
          const frame = this.frames.at(-1);
          if (frame !== undefined) [frame.step, frame.keyPosition] = [name, position];
        },
        onLiteralValue: (_value, _offset, _length, line, column) => {
          this.arrive({ line: line + 1, column: column + 1 });
        },
        onError: (code, _offset, _length, line, column) => {
          this.on.onError?.(code, { line: line + 1, column: column + 1 });
        },
        onSeparator: (character) => {
          const frame = this.frames.at(-1);
          if (character === ',' && typeof frame?.step === 'number') frame.step += 1;
        },
      },
      STRICT,
    );
  }

  private open(position: Position, step: string | number): boolean {
    if (this.frames.length >= DEPTH_LIMIT) throw new NestedTooDeeply(position);
    const wanted = this.arrive(position);
    const names = this.on.onName !== undefined && typeof step === 'string' ? new Set<string>() : undefined;
    this.frames.push({ wanted, step, keyPosition: undefined, names });
    return true;
  }

  private close(): void {
    this.frames.pop();
  }

  /** Notes where a value begins, if it is one that is looked for. */
  private arrive(position: Position): Wanted | undefined {
    const frame = this.frames.at(-1);
    const wanted = frame === undefined ? this.on.root : frame.wanted?.below.get(frame.step);
    if (wanted !== undefined) wanted.place = { key: frame?.keyPosition ?? position, value: position };
    return wanted;
  }
}
