import type { ErrorCode } from '../lib/errors';
import type { Fault } from '../store/rules/fault';

/** Where in a dossier something stands: property names and list indexes from the top. */
export type DossierPath = readonly (string | number)[];

/** One thing that is wrong with a dossier. */
export interface DossierFault {
  /** The dossier's file as it was named, or `dossier` where it came as text. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units, as editors count. */
  column: number;
  /** Such as allegations[3].assertions[0].quote.exact; empty where the whole file is meant. */
  path: string;
  /** What is wrong and what would be right. */
  message: string;
  /** The code with which a mutation refuses the same; BAD_USER_INPUT where there is none. */
  code?: ErrorCode;
}

/** A fault whose line and column are not worked out yet. */
export interface UnplacedFault {
  path: DossierPath;
  /** Whether the property's name is at fault rather than its value. */
  atKey: boolean;
  message: string;
  code?: ErrorCode;
}

/** Faults that are listed for one dossier. Nobody reads more of them, and a hostile dossier may have millions. */
export const FAULT_LIMIT = 1_000;

/** Thrown where a dossier has faults: it carries them in the order of the file, a thousand at most, and nothing was stored. */
export class DossierFaults extends Error {
  readonly faults: readonly DossierFault[];

  /** @param count how many there are, where that is more than are given */
  constructor(
    faults: readonly DossierFault[],
    readonly count = faults.length,
  ) {
    const told = faults.slice(0, FAULT_LIMIT);
    const more = count - told.length;
    super([...told.map(faultText), ...(more > 0 ? [`… and ${more.toLocaleString('en')} more faults`] : [])].join('\n'));
    this.faults = told;
    this.name = 'DossierFaults';
  }
}

/** A fault on one line: file:line:column path: message. */
export function faultText(fault: DossierFault): string {
  const place = `${fault.file}:${String(fault.line)}:${String(fault.column)}`;
  return fault.path === '' ? `${place} ${fault.message}` : `${place} ${fault.path}: ${fault.message}`;
}

/** A path as it is written in a fault. */
export function pathText(path: DossierPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${String(step)}]`;
      if (!/^[\p{L}\p{N}_$-]+$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** What is wrong: words alone, or with a code of their own. */
type Told = string | Fault;

/** Gathers faults, so that they are told at once: the first ones, and how many there are. */
export class FaultCollector {
  readonly faults: UnplacedFault[];
  private found: number;

  /** @param before what was found before */
  constructor(before?: Pick<FaultCollector, 'faults' | 'count'>) {
    this.faults = [...(before?.faults ?? [])];
    this.found = before?.count ?? 0;
  }

  /** How many were found. */
  get count(): number {
    return this.found;
  }

  get any(): boolean {
    return this.found > 0;
  }

  /** @param message goes on from the path: "is no key", "names a party that ..."; or what makes it, where that takes work */
  add(path: DossierPath, message: string | (() => string)): void {
    this.note(path, false, message);
  }

  /** What a rule found, or what works that out. */
  addFault(path: DossierPath, fault: Fault | (() => Fault)): void {
    this.note(path, false, fault);
  }

  /** The same as add, where the property's name is at fault. */
  addAtKey(path: DossierPath, message: string | (() => string)): void {
    this.note(path, true, message);
  }

  private note(path: DossierPath, atKey: boolean, given: Told | (() => Told)): void {
    this.found += 1;
    if (this.faults.length >= FAULT_LIMIT) return;
    const told = typeof given === 'function' ? given() : given;
    this.faults.push({ path, atKey, ...(typeof told === 'string' ? { message: told } : told) });
  }
}
