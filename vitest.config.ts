import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/setup/long-first.ts';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/setup/global-setup.ts'],
    sequence: { sequencer: LongFirst },
    reporters: ['default', './test/setup/summary-reporter.ts'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Suites start processes of their own; more workers than this only make them wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
