import { fileURLToPath } from 'node:url';
import { freePort, until } from './stage.mjs';

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
export const ADMIN = { username: 'root@example.com', password: 'Adm1n-long-password' };
const SECRET_KEY = 'kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=';
const PATIENT = Object.fromEntries(
  ['ACCOUNT_AND_NETWORK', 'ACCOUNT', 'NETWORK'].map((name) => [`ATTEMPTS_PER_${name}`, '1000000']),
);

/**
 * The built server as a process of its own, ready when this resolves.
 * @param main the program, by default that of this worktree
 * @param settings by the names of their variables; without `DATABASE_URL` it has a database in `DATA_DIR`
 */
export async function startNode(stage, settings = {}, main = MAIN) {
  const node = await launchNode(stage, settings, main);
  await node.untilReady();
  return node;
}

/** As `startNode`, and does not wait. */
export async function launchNode(stage, settings = {}, main = MAIN) {
  const port = settings.PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    HOST: '127.0.0.1',
    PORT: port,
    ISSUER: url,
    DATA_DIR: settings.DATABASE_URL === undefined ? (settings.DATA_DIR ?? `${stage.folder()}/data`) : '',
    ADMIN_EMAIL: ADMIN.username,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'warn',
    ...(settings.DATABASE_URL === undefined ? {} : { SECRET_KEY }),
    ...PATIENT,
    ...settings,
  };
  if (env.DATA_DIR === '') delete env.DATA_DIR;
  const program = stage.start(process.execPath, [main], { env, cwd: stage.folder() });
  const isReady = async () => (await fetch(`${url}/health/ready`)).ok;
  return {
    url,
    program,
    dataDir: env.DATA_DIR,
    isReady,
    untilReady: () =>
      Promise.race([
        until(`the server on ${url} is ready`, isReady),
        program.ended.then((how) => {
          throw new Error(`the server ended with ${String(how)} before it was ready: ${program.output.slice(-2000)}`);
        }),
      ]),
    /** The same server again, on the same port and data; of another release, if its program is given. */
    again: (program = main) =>
      launchNode(stage, { ...settings, PORT: port, ...(env.DATA_DIR ? { DATA_DIR: env.DATA_DIR } : {}) }, program),
  };
}
