import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDatabase } from './database.mjs';
import { measureFlood } from './measure/flood.mjs';
import { measureGrowth } from './measure/growth.mjs';
import { measureRates } from './measure/rates.mjs';
import { measureStarts } from './measure/starts.mjs';
import { measureStorage } from './measure/storage.mjs';
import { betterAuth } from './peers/better-auth/target.mjs';
import { djangoOauthToolkit } from './peers/django-oauth-toolkit/target.mjs';
import { doorkeeper } from './peers/doorkeeper/target.mjs';
import { makeFixture } from './peers/fixture.mjs';
import { floor } from './peers/floor/target.mjs';
import { glewlwyd } from './peers/glewlwyd/target.mjs';
import { latchkey } from './peers/latchkey.mjs';
import { oidcProvider } from './peers/oidc-provider/target.mjs';
import { writeReport } from './report/report.mjs';
import { SCENARIOS } from './scenarios/all.mjs';
import { clientCredentials } from './scenarios/client-credentials.mjs';
import { login } from './scenarios/login.mjs';
import { refresh } from './scenarios/refresh.mjs';

/** Every target by name, and how it is started. */
const TARGETS = {
  latchkey,
  'latchkey-rs256': (parts) => latchkey({ ...parts, name: 'latchkey-rs256', idTokenAlg: 'RS256' }),
  floor,
  'oidc-provider-memory': (parts) => oidcProvider({ ...parts, store: 'memory' }),
  'oidc-provider-postgres': (parts) => oidcProvider({ ...parts, store: 'postgres' }),
  'oidc-provider-postgres-jwt': (parts) => oidcProvider({ ...parts, store: 'postgres', jwt: true }),
  'better-auth': betterAuth,
  doorkeeper,
  'django-oauth-toolkit': djangoOauthToolkit,
  glewlwyd,
  'latchkey-x2': (parts) => latchkey({ ...parts, name: 'latchkey-x2', workers: 2 }),
};
const FIRST_PORT = 4310;

/** Starts everything on one PostgreSQL, measures in alternation, writes RESULTS.md, charts and the raw lines. */
export async function runBenchmark({ folder, work, say, only, targets: wanted, options, whole }) {
  fs.chmodSync(work, 0o755);
  const database = await startDatabase(path.join(work, 'database'));
  const fixture = await makeFixture();
  const fixtureFile = path.join(work, 'fixture.json');
  fs.writeFileSync(fixtureFile, JSON.stringify(fixture), { mode: 0o600 });

  const targets = [];
  const notes = [];
  const names = Object.keys(TARGETS).filter((name) => wanted === undefined || wanted.includes(name));
  let port = FIRST_PORT;
  const parts = () => ({ fixture, fixtureFile, database, port: port++, logFolder: work });
  for (const name of names) {
    try {
      targets.push(await TARGETS[name](parts()));
      say(`${name} is up`);
    } catch (error) {
      notes.push(`${name} is missing: ${error.message}.`);
      say(`${name} is left out: ${error.message}`);
    }
  }

  const lines = [];
  const raw = path.join(folder, 'results.jsonl');
  fs.writeFileSync(raw, '');
  const record = (line) => {
    lines.push(line);
    fs.appendFileSync(raw, `${JSON.stringify(line)}\n`);
  };
  const scenarios = SCENARIOS.filter(({ name }) => only === undefined || only.includes(name));
  const common = { targets, scenarios, options, postgresPid: database.pid, record, say };
  try {
    await measureRates(common);
    if (whole) {
      const own = targets.find(({ name }) => name === 'latchkey');
      await measureStorage({
        ...common,
        targets: targets.filter(({ name }) => /^(latchkey|oidc-provider-postgres)$/.test(name)),
      });
      if (own) await measureFlood({ ...common, target: own, refresh, login });
      if (own) {
        const startAnother = (name) => latchkey({ ...parts(), name });
        await measureGrowth({ ...common, target: own, startAnother, scenarios: [clientCredentials, refresh], refresh });
      }
      await measureStarts(common);
    }
    writeReport({ lines, folder, machine: machine(), notes });
    say(`written: ${path.relative(process.cwd(), path.join(folder, 'RESULTS.md'))}`);
  } finally {
    for (const target of targets) await target.stop();
    await database.stop();
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function machine() {
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${os.cpus().length} cores, Node ${process.version}; the generator and PostgreSQL share the machine.`;
}
