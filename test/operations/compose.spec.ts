import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { settingNames } from '../../src/config/settings.js';

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

/** `${NAME:-…}`, from the innermost. */
function filledIn(value: string, dotEnv: Record<string, string>): string {
  return value.replace(/\$\{(\w+)[^{}]*\}/g, (_, name: string) => dotEnv[name] ?? '');
}

// where the container listens, keeps its files and finds its database is the file's own business
const PINNED = ['DATABASE_URL', 'DATA_DIR', 'HOST', 'PORT'];

describe.each(['compose.production.yml', 'docker-compose.yml'])('%s', (file) => {
  // a setting that .env has and the container lacks is off in silence: SECOND_FACTOR_ADMINS, PASSWORD_GRANT
  it('gives the container every setting of .env but those that it decides itself', () => {
    const names = [...settingNames(), 'SMTP_URL_FILE'];
    const container = containerOf(file, Object.fromEntries(names.map((name) => [name, `given ${name}`])));
    const lost = names.filter((name) => container[name] !== `given ${name}`);
    expect(lost.sort()).toEqual(PINNED);
    // and decides, so that a .env written for another way to run the server sends it nowhere else
    for (const name of PINNED) expect(container[name]).toMatch(/\S/);
    expect(container).toMatchObject({ HOST: '::', PORT: '3000', DATA_DIR: '/var/lib/latchkey' });
  });
});
