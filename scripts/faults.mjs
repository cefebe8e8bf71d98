// Real processes, and what may happen to them: npm run test:faults. Needs a built server; as root on Debian it finds the most:
// apt-get install postgresql haproxy patroni etcd-server nginx-light faketime. What is not there is skipped by name.
// --short: those that need nothing but the built server and a few seconds; --only TEXT: those whose name contains it. The table in
// docs/reliability.md is written with --write.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { oneDatabase } from './faults/cases/one-database.mjs';
import { oneNode } from './faults/cases/one-node.mjs';
import { twoDatabases } from './faults/cases/two-databases.mjs';
import { twoNodes } from './faults/cases/two-nodes.mjs';
import { Stage } from './faults/stage.mjs';
import { writeRow } from './faults/table.mjs';

const DOCUMENT = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const chosen = [...oneNode, ...oneDatabase, ...twoDatabases, ...twoNodes].filter(
  ({ name, short }) => name.includes(values.only) && (short || !values.short),
);

let done = 0;
const failed = [];
for (const fault of chosen) {
  const missing = fault.missing?.();
  if (missing !== undefined) {
    console.log(`skipped: ${fault.name} (needs ${missing})`);
    continue;
  }
  const stage = new Stage();
  try {
    const { faults, ...seen } = await fault.run(stage);
    console.log(
      `${faults.length === 0 ? 'held' : 'FAILED'}: ${fault.name}: ${seen.saw}; ${seen.unserved} s; ${seen.lost}`,
    );
    for (const what of faults) console.error(`  ${what}`);
    if (faults.length > 0) {
      failed.push(fault.name);
      continue;
    }
    done++;
    if (values.write)
      writeRow(DOCUMENT, { fault: fault.name, did: fault.did, ...seen, day: new Date().toISOString().slice(0, 10) });
  } catch (error) {
    console.error(`FAILED: ${fault.name}: ${error instanceof Error ? error.stack : String(error)}`);
    failed.push(fault.name);
  } finally {
    await stage.clear();
  }
}
console.log(`faults: ${String(done)} of ${String(chosen.length)} done, ${String(failed.length)} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
