import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one plain line: how many tests passed, failed and were left out. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.state() === 'failed' && module.errors().length > 0) count.failed++;
    }
    const line = `${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.skipped + count.pending)} skipped`;
    process.once('exit', () => {
      process.stdout.write(`\n${line}\n`);
    });
  }
}
