import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Ends the run with one plain line, how many tests passed, failed and were left out, and lists the files that failed. */
export default class ClosingLine {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites, testResults },
  ) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const line = `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`;
    process.once('exit', () => process.stdout.write(`\n${line}\n`));
    this.list(testResults.filter((file) => file.numFailingTests > 0 || file.testExecError));
  }

  /** Into test-results/failed-specs.txt, a path a line: `.ci/run` reads it. */
  list(files) {
    const folder = path.join(this.rootDir, 'test-results');
    mkdirSync(folder, { recursive: true });
    const lines = files.map(({ testFilePath }) => `${path.relative(this.rootDir, testFilePath)}\n`);
    writeFileSync(path.join(folder, 'failed-specs.txt'), lines.join(''));
  }
}
