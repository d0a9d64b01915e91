const { longTests } = require('./test/longTests.cjs');

/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: longTests.map((name) => `/test/${name}\\.test\\.ts$`),
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
  testTimeout: 60_000,
  // PostgreSQL does half of the work, so that a worker for each processor keeps them busy.
  maxWorkers: '100%',
};
