// Lets node run the project's TypeScript as it stands, with the compiler and settings that the tests use:
// node -r ./scripts/loadTypescript.cjs FILE.ts. Types are not checked here; check:types does that.
const { transformFileSync } = require('@swc/core');

process.setSourceMapsEnabled(true);

require.extensions['.ts'] = (module, filename) => {
  module._compile(transformFileSync(filename).code, filename);
};
