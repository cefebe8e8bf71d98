import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const VERSION = '4.32.5';
const ENVIRONMENT = path.join(tmpdir(), `latchkey-schemathesis-${VERSION}`);
const PROGRAM = path.join(ENVIRONMENT, 'bin', 'schemathesis');

/** What schemathesis makes of the OpenAPI document, sent with these headers; whether none of it was a server error. */
export async function runSchemathesis({ url }, headers, { seconds, seed }) {
  if (!existsSync(PROGRAM) && !(await install())) {
    console.log('fuzz: schemathesis cannot be installed here (it needs python3 with venv and PyPI); left out');
    return true;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-schemathesis-'));
  const document = path.join(folder, 'openapi.json');
  await writeFile(document, JSON.stringify(await (await fetch(`${url}/docs/openapi.json`)).json(), withoutClasses));
  const sent = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}:${value}`]);
  const checks = ['--checks', 'not_a_server_error', '--phases', 'examples,fuzzing', '--warnings', 'off', '--no-color'];
  // an incident's end ends the sign-in that everything else is asked with
  const bounds = ['--max-examples', '20', '--max-time', seconds, '--exclude-path-regex', 'incidents'];
  const repeatable = ['--seed', String(seed), '--workers', '2', '--generation-database', 'none'];
  const args = ['run', document, '--url', url, ...sent, ...checks, ...bounds, ...repeatable];
  const isFine = await run(PROGRAM, args, folder);
  await rm(folder, { recursive: true, force: true });
  return isFine;
}

/** Python knows no Unicode classes in regular expressions. */
function withoutClasses(key, value) {
  return key === 'pattern' && typeof value === 'string' && value.includes('\\p{') ? undefined : value;
}

async function install() {
  return (
    (await run('python3', ['-m', 'venv', ENVIRONMENT])) &&
    run(path.join(ENVIRONMENT, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`])
  );
}

async function run(program, args, cwd = tmpdir()) {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd });
  const [code] = await once(child, 'exit').catch(() => [1]);
  return code === 0;
}
