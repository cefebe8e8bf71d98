// Preloaded into a server that is profiled: SIGUSR2 starts a CPU profile, the next one writes it to PROFILE_FOLDER.
import fs from 'node:fs';
import { Session } from 'node:inspector';
import path from 'node:path';

const SAMPLE_EVERY = 200; // µs
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY });

let recording = false;
process.on('SIGUSR2', () => {
  recording = !recording;
  if (recording) return session.post('Profiler.start');
  session.post('Profiler.stop', (error, answer) => {
    if (error !== null) throw error;
    const file = path.join(process.env.PROFILE_FOLDER, `${process.pid}.part`);
    fs.writeFileSync(file, JSON.stringify(answer.profile));
    fs.renameSync(file, path.join(process.env.PROFILE_FOLDER, `${process.pid}.cpuprofile`));
  });
});
