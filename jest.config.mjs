import { availableParallelism } from 'node:os';

/** ESM throughout, by Node's own loader (docs/adr/0052); scripts/test.mjs builds first: the global setup runs on the build. */
export default {
  testMatch: ['<rootDir>/src/**/*.spec.{ts,tsx}', '<rootDir>/test/**/*.spec.ts'],
  testEnvironment: '<rootDir>/test/jest/environment.cjs',
  runtime: '<rootDir>/test/jest/runtime.cjs',
  testSequencer: '<rootDir>/test/jest/sequencer.cjs',
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic', importSource: '@kitajs/html' },
          },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/console/dist/'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // specs wait for browsers, processes and the database
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // modules stay loaded; a worker that holds more is replaced
  workerIdleMemoryLimit: '1GB',
  testTimeout: 300_000,
  reporters: ['default', '<rootDir>/test/support/closing-line.mjs'],
};
