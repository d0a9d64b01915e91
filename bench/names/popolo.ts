import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody, or some body, by the name that goes first and the further ones that a source gives. */
export interface Named {
  readonly kind: 'PERSON' | 'ORGANIZATION' | 'PLACE';
  readonly name: string;
  readonly others: readonly { readonly name: string; readonly language: string }[];
}

interface PopoloEntry {
  readonly name: string;
  readonly other_names?: readonly { readonly name: string; readonly lang?: string }[];
}

interface Popolo {
  readonly persons: readonly PopoloEntry[];
  readonly organizations: readonly PopoloEntry[];
  readonly areas: readonly PopoloEntry[];
}

/**
 * Everybody that the Popolo files of a folder name, each name once.
 *
 * @throws Error where there is no such folder, or no such file in it
 */
export function readPopolo(folder: string): Named[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (files.length === 0) {
    throw new Error(
      `There are no Popolo files in ${folder}. Name the folder that has some: npm run bench:names -- FOLDER. ` +
        'The measure was made with those of github.com/everypolitician/everypolitician-popolo.',
    );
  }
  const found = new Map<string, Named>();
  for (const file of files.sort()) {
    const { persons, organizations, areas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Popolo;
    const add = (kind: Named['kind'], { name, other_names: others = [] }: PopoloEntry): void => {
      const given = others.map((other) => ({ name: other.name, language: other.lang ?? '' }));
      if (!found.has(name)) found.set(name, { kind, name, others: given });
    };
    for (const person of persons) add('PERSON', person);
    for (const organization of organizations) add('ORGANIZATION', organization);
    for (const area of areas) add('PLACE', area);
  }
  return [...found.values()];
}
