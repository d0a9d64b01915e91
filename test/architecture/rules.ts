import { basename, dirname } from 'node:path/posix';
import { type Source } from './sources';

/**
 * The folders of src, from the top down. A file may import its own folder and any row below its own, never a neighbour in
 * its row nor a row above. src/README.md draws the same.
 */
export const layers: readonly (readonly string[])[] = [
  ['main.ts'],
  ['commands'],
  ['server'],
  ['schema'],
  ['resolvers'],
  ['write', 'live', 'dossier'],
  ['store'],
  ['models', 'read', 'access'],
  ['database'],
  ['lib'],
];

const folderOf = (path: string): string => path.split('/')[0] ?? path;
const rowOf = (path: string): number => layers.findIndex((row) => row.includes(folderOf(path)));

/** Imports, types included, that go up or sideways in the table, and files that stand nowhere in it. */
export function arrowFaults(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    if (rowOf(source.path) < 0) return [`${source.path} stands in no folder of the table`];
    return [...source.imports, ...source.typeImports]
      .filter((target) => folderOf(target) !== folderOf(source.path) && rowOf(target) <= rowOf(source.path))
      .map((target) => `${source.path} imports ${target}, against the arrows`);
  });
}

const isModel = (path: string): boolean => /^models\/.*\.(model|input)\.ts$/.test(path);

/**
 * Files that load each other in a circle, each circle once. Models may name each other: the graph that they describe is
 * itself one of circles (a party has statements, a statement has issuers; a filter of parties has one of statements, and
 * that one of parties), and they do so in thunks that run once all are
 * loaded. Only the arrows from model to model are left out, so that no circle can go through anything else.
 */
export function importCycles(sources: readonly Source[]): string[] {
  const importsOf = new Map(
    sources.map(({ path, imports }) => [path, isModel(path) ? imports.filter((target) => !isModel(target)) : imports]),
  );
  const finished = new Set<string>();
  const cycles: string[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (finished.has(path)) return;
    for (const target of importsOf.get(path) ?? []) follow(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of importsOf.keys()) follow(path, []);
  return cycles;
}

export function defaultExports(sources: readonly Source[]): string[] {
  return sources.filter((source) => source.exportsDefault).map((source) => `${source.path} has a default export`);
}

export function environmentReads(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => source.path !== 'lib/environment.ts')
    .flatMap((source) => source.environmentLines.map((line) => `${source.path}:${String(line)} reads the environment`));
}

/** Files that hold several things of one kind, none of which is the file's; each with what they have in common. */
export const topics: Readonly<Record<string, string>> = {
  'dossier/dossierFields.ts': 'what the fields of a dossier may hold',
  'lib/unicode.ts': 'normal forms and code points of text',
  'models/fields/decorators.ts': 'a decorator for each kind of stored field',
  'models/fields/inputs.ts': 'the bases of inputs that write a model',
  'models/enums.model.ts': 'every enum of the API',
  'models/inputs/combinators.ts': 'AND, OR and NOT of the filters',
  'read/relationFilters.ts': 'conditions on the rows of another type',
};

/**
 * Files whose name is in none of their exports. A word of the name has to be in one, whatever its case and number:
 * party.model.ts exports Party, postgresCluster.ts Cluster, errors.ts RequestError, valueFilters.ts enumFilter.
 */
export function misnamedFiles(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => !source.isProgram && !(source.path in topics))
    .filter(({ path, exports }) => !exports.some((name) => wordsOf(path).some((word) => plain(name).includes(word))))
    .map(
      (source) => `${source.path} is named after none of its exports: ${source.exports.join(', ') || 'it has none'}`,
    );
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** The words of a file's name in the singular, as a stem that their plural has too; the whole name where all are short. */
function wordsOf(path: string): string[] {
  const stem = basename(path).split('.')[0] ?? '';
  const words = stem.match(/[A-Z]?[a-z0-9]+/g)?.filter((word) => word.length > 2) ?? [];
  return (words.length > 0 ? words : [stem]).map((word) => word.toLowerCase().replace(/(y|ies|(?<!s)s)$/, ''));
}

/** What the suffix of a file says about it, and the folder where such files live. */
const roles: Readonly<Record<string, string>> = {
  command: 'commands',
  resolver: 'resolvers',
  model: 'models',
  input: 'models',
  scalar: 'models',
  readType: 'read',
  rule: 'server',
  plugin: 'server',
};

/** Files that state a role in another folder than that role's, or one that is not in the table. */
export function misplacedRoles(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const role = basename(source.path).split('.').slice(1, -1).join('.');
    if (role === '') return [];
    const home = roles[role];
    if (home === undefined) return [`${source.path} states a role that is not in the table: ${role}`];
    return folderOf(dirname(source.path)) === home ? [] : [`${source.path} belongs in ${home}/`];
  });
}
