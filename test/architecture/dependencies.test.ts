import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const exact = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;
const versions = z.record(z.string(), z.string()).default({});
const manifest = z.object({ dependencies: versions, devDependencies: versions });

// The measurements keep the peers that they compare with to themselves.
const pinned = ['package.json', 'bench/package.json'].filter(existsSync).flatMap((file) => {
  const { dependencies, devDependencies } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => [file, name, version]);
});

it.each(['^1.2.3', '~1.2.3', '1', '1.x', '*', 'latest', 'https://example.org/a.tgz', 'file:../a'])(
  'takes %s for no exact version',
  (version) => {
    expect(version).not.toMatch(exact);
  },
);

it.each(pinned)('%s pins %s to one exact version', (_file, _name, version) => {
  expect(version).toMatch(exact);
});
