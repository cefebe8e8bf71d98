import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDatabase } from '../database.mjs';
import { measureProfiles } from '../measure/profiles.mjs';
import { makeFixture } from '../peers/fixture.mjs';
import { latchkey } from '../peers/latchkey.mjs';
import { SCENARIOS } from '../scenarios/all.mjs';

const RECORDER = fileURLToPath(new URL('recorder.mjs', import.meta.url));

/** Profiles Latchkey alone, scenario by scenario, into `profiles/`. */
export async function runProfiles({ folder, work, say, only, options }) {
  const profiles = path.join(folder, 'profiles');
  fs.mkdirSync(profiles, { recursive: true });
  fs.chmodSync(work, 0o755);
  const database = await startDatabase(path.join(work, 'database'));
  const environment = { NODE_OPTIONS: `--import=${RECORDER}`, PROFILE_FOLDER: profiles };
  try {
    const target = await latchkey({
      fixture: await makeFixture(),
      database,
      port: 4310,
      logFolder: work,
      environment,
    });
    try {
      const scenarios = SCENARIOS.filter(({ name }) => only === undefined || only.includes(name));
      await measureProfiles({ target, scenarios, options, postgresPid: database.pid, folder: profiles, say });
    } finally {
      await target.stop();
    }
  } finally {
    await database.stop();
    fs.rmSync(work, { recursive: true, force: true });
  }
}
