const { attacks } = require('./test/longTests.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.long.config.js'),
  testMatch: attacks.map((name) => `<rootDir>/test/${name}.test.ts`),
  // What an attack costs others is measured on a machine that does nothing else.
  maxWorkers: 1,
};
