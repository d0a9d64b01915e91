import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';

/** Names of folders that are never committed, as .gitignore has them. */
const uncommitted = ['.git', 'node_modules', 'dist', 'data', 'coverage', 'generated'];

// Put together from parts, so that this file does not contain what it looks for.
const places = ['work', 'tmp', 'home'].map((folder) => `/${folder}/`);
const hosts = [
  ['registry', 'npmjs'],
  ['registry', 'yarnpkg'],
  ['deb', 'debian'],
  ['unpkg', 'com'],
].map((parts) => parts.join('.'));

function committedFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (uncommitted.includes(entry.name) || path.endsWith('.log')) return [];
    return entry.isDirectory() ? committedFiles(path) : [path];
  });
}

/** Places of one machine, and hosts that packages come from, that a text names. A web address may have such a path. */
function localNames(text: string): string[] {
  const withoutUrls = text.replaceAll(/\bhttps?:\/\/([^\s"'`<>/]*)[^\s"'`<>]*/g, '$1');
  return [
    ...places.filter((place) => new RegExp(`(^|[^\\w.\\])}])${place}`, 'm').test(withoutUrls)),
    ...hosts.filter((host) => text.includes(host)),
  ];
}

it('finds places of one machine and hosts of packages', () => {
  const [work, tmp, home] = places;
  const [npm] = hosts;
  expect(localNames(`see ${tmp!}x`)).toEqual([tmp]);
  expect(localNames(`"${work!}main"`)).toEqual([work]);
  expect(localNames(`from https://${npm!}.org/x`)).toEqual([npm]);
  expect(localNames(`https://example.org${home!}page and ..${work!}x and lib${tmp!}y`)).toEqual([]);
});

it('is in no committed file', () => {
  const named = committedFiles().flatMap((path) =>
    localNames(readFileSync(path, 'utf8')).map((name) => `${path} names ${name}`),
  );
  expect(named).toEqual([]);
});
