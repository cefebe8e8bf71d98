import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { timedRound } from '../driver/round.mjs';
import { summarise } from '../profile/summary.mjs';

const SHOWN = 40;
const WRITE_PATIENCE = 10_000;

/** One round of each scenario under the profiler; the profiles open in Chromium's DevTools and in flame graph viewers. */
export async function measureProfiles({ target, scenarios, options, postgresPid, folder, say }) {
  const written = path.join(folder, `${target.pid}.cpuprofile`);
  for (const scenario of scenarios) {
    process.kill(target.pid, 'SIGUSR2');
    const { perSecond, serverCpu } = await timedRound({ target, scenario, state: {}, postgresPid, ...options });
    process.kill(target.pid, 'SIGUSR2');
    for (const end = Date.now() + WRITE_PATIENCE; !fs.existsSync(written) && Date.now() < end;) await sleep(50);
    const kept = path.join(folder, `${scenario.name}.cpuprofile`);
    fs.renameSync(written, kept);
    const { busy, functions } = summarise(JSON.parse(fs.readFileSync(kept, 'utf8')));
    say(
      `\n${scenario.name}: ${perSecond.toFixed(0)}/s, CPU ${serverCpu.toFixed(3)} ms, ${busy.toFixed(0)} ms profiled`,
    );
    for (const { name, self, total } of functions.slice(0, SHOWN)) {
      say(`${percent(self)} self ${percent(total)} total  ${name}`);
    }
  }
}

function percent(share) {
  return `${(share * 100).toFixed(1)}%`.padStart(6);
}
