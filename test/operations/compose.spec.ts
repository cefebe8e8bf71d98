import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isSecretSetting, loadSettings, settingNames } from '../../src/config/settings.js';

/** The entries below a key of the service `latchkey`, which is the first. */
function below(file: string, key: string): string[] {
  const [, service = ''] = /\n {2}latchkey:\n(.*?)\n {2}\w+:\n/s.exec(readFileSync(file, 'utf8')) ?? [];
  const [, block = ''] = new RegExp(`(?:^|\\n) {4}${key}:(.*?)(?:\\n {4}\\w|$)`, 's').exec(service) ?? [];
  return block.split('\n').map((line) => line.trim());
}

/** What docker compose gives the container of a `.env`: the file itself, and over it `environment`, filled in from the file. */
function containerOf(file: string, dotEnv: Record<string, string>): Record<string, string> {
  const reads = below(file, 'env_file').some((line) => /^(?:- )?(?:path: )?\.env$/.test(line));
  const own = below(file, 'environment')
    .map((line) => /^([A-Z_]+): '?(.*?)'?$/.exec(line))
    .filter((found) => found !== null)
    .map(([, name = '', value = '']) => [name, filledIn(filledIn(value, dotEnv), dotEnv)]);
  return { ...(reads ? dotEnv : {}), ...(Object.fromEntries(own) as Record<string, string>) };
}

/** `${NAME:-…}`, the innermost. */
function filledIn(value: string, dotEnv: Record<string, string>): string {
  return value.replace(
    /\$\{(\w+)(?::-([^{}]*)|[^{}]*)\}/g,
    (_, name: string, fallback: string | undefined) => dotEnv[name] ?? fallback ?? '',
  );
}

// where the container listens, keeps its files and finds its database is the file's own business
const PINNED = ['DATABASE_URL', 'DATA_DIR', 'HOST', 'PORT'];

describe.each(['compose.production.yml', 'docker-compose.yml'])('%s', (file) => {
  // a setting that .env has and the container lacks is off in silence: SECOND_FACTOR_ADMINS, PASSWORD_GRANT
  it('gives the container every setting of .env but those that it decides itself', () => {
    const files = settingNames().filter(isSecretSetting);
    const names = [...settingNames(), ...files.map((name) => `${name}_FILE`)];
    const container = containerOf(file, Object.fromEntries(names.map((name) => [name, `given ${name}`])));
    const lost = names.filter((name) => container[name] !== `given ${name}`);
    expect(lost.sort()).toEqual(PINNED);
    // and decides, so that a .env written for another way to run the server sends it nowhere else
    for (const name of PINNED) expect(container[name]).toMatch(/\S/);
    expect(container).toMatchObject({ HOST: '::', PORT: '3000', DATA_DIR: '/var/lib/latchkey' });
  });
});

it('the compose files share no project: each would find the database of the other, with another password', () => {
  const projects = ['compose.production.yml', 'docker-compose.yml'].map(
    (file) => /^name: (\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1],
  );
  // that of production goes by the folder
  expect(projects).toEqual([undefined, 'latchkey-development']);
});

describe('the command of docker-compose.yml', () => {
  const FILE = 'docker-compose.yml';
  const VOLUME = '/var/lib/latchkey';
  const OWN_KEY = 'dGhlIGtleSBpbiB0aGUgLmVudiBvZiBhIGRldmVsb3Blcg==';

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-compose-'));
    mkdirSync(path.join(folder, 'dist'));
    // in the place of the server: tells what it is started with
    writeFileSync(path.join(folder, 'dist/main.js'), 'console.log(JSON.stringify(process.env))');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const onVolume = (text: string) => text.replaceAll(VOLUME, folder);

  /** What `docker exec` gives a command beside the server. */
  const inContainer = (dotEnv: Record<string, string>) =>
    Object.fromEntries(Object.entries(containerOf(FILE, dotEnv)).map(([name, value]) => [name, onVolume(value)]));

  function started(dotEnv: Record<string, string> = {}) {
    const [, ...lines] = below(FILE, 'command').join('\n').split('- |\n');
    const script = onVolume(lines.join('').replaceAll('$$', '$'));
    const env = { PATH: `${path.dirname(process.execPath)}:${process.env.PATH ?? ''}`, ...inContainer(dotEnv) };
    const printed = execFileSync('sh', ['-euc', script], { cwd: folder, env, encoding: 'utf8' });
    return loadSettings(JSON.parse(printed) as Record<string, string>);
  }

  it('makes a key once, which an operator’s command in the container finds', () => {
    const { secretKey } = started();
    expect(secretKey).toMatch(/^[\w+/]{43}=$/);
    expect(loadSettings(inContainer({}))).toMatchObject({
      secretKey,
      databaseUrl: expect.stringContaining('@postgres'),
    });
    expect(started().secretKey).toBe(secretKey);
    expect(statSync(path.join(folder, 'secret.key')).mode & 0o077).toBe(0);
  });

  it('leaves the key of .env in force, and the file that .env names', () => {
    const dotEnv = { SECRET_KEY: OWN_KEY };
    expect([started(dotEnv).secretKey, loadSettings(inContainer(dotEnv)).secretKey]).toEqual([OWN_KEY, OWN_KEY]);
    const file = path.join(folder, 'mounted');
    writeFileSync(file, OWN_KEY);
    expect(started({ SECRET_KEY_FILE: file }).secretKey).toBe(OWN_KEY);
  });
});
