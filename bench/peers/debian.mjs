// What the peers from Debian have in common: their packages, their set-up scripts, a sign-in that is one form.
import { spawnSync } from 'node:child_process';
import { Client, expectJson } from '../driver/client.mjs';
import { lastWords } from './server-process.mjs';

const SET_UP_PATIENCE = 60_000;
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

/** Runs a peer's set-up script to its end. */
export function setUp({ name, command, env, cwd }) {
  const { status, error, stderr } = spawnSync(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: SET_UP_PATIENCE,
  });
  if (status !== 0) throw new Error(`${name} could not be set up: ${error?.message ?? lastWords(stderr)}`);
}

/** Signs in at the page of our own that a framework without one was given. */
export async function formSignIn(client, { email }, password) {
  const { status, body } = await client.submit('/login', { form: { username: email, password } });
  if (status !== 204) throw new Error(`${status} ${body.slice(0, 200)}`);
}

export async function passwordGrant(client, { email }, password) {
  const fields = { grant_type: 'password', username: email, password, scope: 'openid offline_access' };
  return expectJson(await client.token(fields), 'access_token');
}

/** A user's access token from a code flow. */
export async function accessToken(target, index) {
  const client = new Client(target);
  await client.signIn(target.user(index));
  const { access_token } = await client.codeFlow();
  client.close();
  return access_token;
}
