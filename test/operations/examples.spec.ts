import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { filledIn } from '../support/filled-in.mjs';
import { freePort } from '../support/free-port.js';
import { call } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { programPath, requireTools } from '../support/tools.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Below the repository, whose packages the examples import. */
const FOLDER = path.join(ROOT, 'test-results/examples');

interface Application {
  client_id: string;
  client_secret: string;
}

const run = promisify(execFile);

/** How the file of an example is run, by its ending. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  '.sh': ['bash'],
  '.mjs': ['node'],
  '.py': ['python3'],
  '.php': ['php', '-S', 'localhost:8080'],
};

describe('the examples', () => {
  let server: Latchkey;
  let admin: Person;
  let machine: Application;
  let port: number;
  let running: ChildProcess | undefined;

  beforeAll(async () => {
    server = await startLatchkey();
    admin = await administrator(server);
    mkdirSync(FOLDER, { recursive: true });
    port = await freePort();
    machine = await made({ name: 'Machine', scopes: ['read_items'], grant_types: ['client_credentials'] });
  });

  afterEach(async () => {
    const program = running;
    running = undefined;
    if (program?.exitCode !== null) return;
    const closed = once(program, 'close');
    program.kill();
    await closed;
  });

  afterAll(async () => {
    rmSync(FOLDER, { recursive: true });
    await server.stop();
  });

  async function made(body: object): Promise<Application> {
    return (await admin.api.post('applications', body)).json as Application;
  }

  /** The command of an example, filled in as the console fills it in. */
  function command(example: string, application: Application): readonly [string, string[]] {
    const file = path.join(FOLDER, example.replace('/', '-'));
    writeFileSync(file, filledIn(example, { issuer: server.baseUrl, port, ...application }));
    const [program = '', ...words] = COMMANDS[path.extname(example)] ?? [];
    return [
      program === 'node' ? process.execPath : (programPath(program) ?? program),
      [...words.map((word) => word.replace('8080', String(port))), file],
    ];
  }

  async function begin(example: string, application: Application): Promise<string> {
    const child = spawn(...command(example, application), { stdio: ['ignore', 'ignore', 'pipe'] });
    running = child;
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const url = `http://localhost:${String(port)}`;
    await eventually(
      () => call(`${url}/`).catch(() => undefined),
      (answer) => {
        if (child.exitCode !== null) throw new Error(complaint);
        expect(answer).toBeDefined();
      },
    );
    return url;
  }

  const isPhpThere = requireTools('the examples in PHP', ['php']);

  it.each([
    'node-express/api.mjs',
    'node-fastify/api.mjs',
    ...(requireTools('the example of an API in Python', ['python:fastapi', 'python:uvicorn', 'python:jwt'])
      ? ['python-fastapi/api.py']
      : []),
    ...(isPhpThere ? ['php/api.php'] : []),
  ])('%s protects an API, which the examples of machines call', async (example) => {
    const url = await begin(example, machine);
    expect((await call(`${url}/`)).status).toBe(401);
    expect((await call(`${url}/`, { headers: { authorization: 'Bearer made.up.token' } })).status).toBe(401);
    const callers = [
      ...(requireTools('the example of curl', ['curl', 'jq']) ? ['curl/machine.sh'] : []),
      ...(requireTools('the example of requests', ['python:requests']) ? ['python/machine.py'] : []),
    ];
    for (const caller of callers) {
      const { stdout } = await run(...command(caller, machine));
      expect(stdout).toContain('read_items');
    }
  });

  (requireTools('the example of introspection', ['curl', 'jq']) ? it : it.skip)(
    'curl/api.sh asks about a token',
    async () => {
      const [program, words] = command('curl/api.sh', machine);
      const { stdout } = await run(program, [...words, 'no-token']);
      expect(JSON.parse(stdout)).toMatchObject({ active: false });
    },
  );

  it.each(['node-express/sign-in.mjs', ...(isPhpThere ? ['php/sign-in.php'] : [])])(
    '%s signs a person in',
    async (example) => {
      const web = await made({
        name: 'Web',
        scopes: ['openid', 'profile', 'email'],
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`http://localhost:${String(port)}/callback`],
      });
      const person = await newPerson(server, admin);
      const url = await begin(example, web);
      const start = await call(`${url}/`);
      const cookie = (start.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
      const browser = new Browser(server.baseUrl);
      const left = await browser.walk(await browser.open(String(start.headers.location)), person);
      const signedIn = await call(String((left.leftFor ?? left.wayOn)?.href), { headers: { cookie } });
      expect(signedIn.text).toBe(`Signed in: ${person.email}`);
    },
  );
});
