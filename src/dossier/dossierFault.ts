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
}

/** A fault whose line and column are not worked out yet. */
export interface UnplacedFault {
  path: DossierPath;
  /** Whether the property's name is at fault rather than its value. */
  atKey: boolean;
  message: string;
}

/** Thrown where a dossier has faults: it carries every one of them, in the order of the file, and nothing was stored. */
export class DossierFaults extends Error {
  constructor(readonly faults: readonly DossierFault[]) {
    super(faults.map(faultText).join('\n'));
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

/** Gathers faults, so that all of them are told at once. */
export class FaultCollector {
  readonly faults: UnplacedFault[];

  /** @param found what was found before */
  constructor(found: readonly UnplacedFault[] = []) {
    this.faults = [...found];
  }

  /** @param message goes on from the path: "is no key", "names a party that ..." */
  add(path: DossierPath, message: string): void {
    this.faults.push({ path, atKey: false, message });
  }

  /** The same, where the property's name is at fault. */
  addAtKey(path: DossierPath, message: string): void {
    this.faults.push({ path, atKey: true, message });
  }

  get any(): boolean {
    return this.faults.length > 0;
  }
}
