// What the peers from Debian have in common: their packages, a sign-in that is one form.
import { spawnSync } from 'node:child_process';

const FORMAT = '${Package} ${db:Status-Status}\n';

/** Throws with the line that brings them unless all these Debian packages are installed; `extra` goes with them. */
export function needPackages(packages, extra = []) {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', FORMAT, ...packages], { encoding: 'utf8' });
  const known = new Set((stdout ?? '').split('\n'));
  const missing = packages.filter((name) => !known.has(`${name} installed`));
  if (missing.length === 0) return;
  const bring = `RUNLEVEL=1 apt-get install --no-install-recommends ${[...packages, ...extra].join(' ')}`;
  throw new Error(`not installed from Debian: ${missing.join(', ')}; \`${bring}\` brings them`);
}

/** Signs in at the page of our own that a framework without one was given. */
export async function formSignIn(client, { email }, password) {
  const { status, body } = await client.submit('/login', { form: { username: email, password } });
  if (status !== 204) throw new Error(`${status} ${body.slice(0, 200)}`);
}
