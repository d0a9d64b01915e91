const { withOthers } = require('./test/longTests.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: withOthers.map((name) => `<rootDir>/test/${name}.test.ts`),
  testPathIgnorePatterns: [],
};
