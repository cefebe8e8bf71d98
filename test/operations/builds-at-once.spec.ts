import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';

const SCRIPTS = fileURLToPath(new URL('../../scripts/', import.meta.url));
const STEPS = [
  'scripts/prisma.mjs',
  'node_modules/@nestjs/cli/bin/nest.js',
  'scripts/pack-server.mjs',
  'node_modules/vitepress/bin/vitepress.js',
  'node_modules/vite/bin/vite.js',
];
/** Writes what it begins and what it ends, and makes a server that only says so. */
const STEP = `
  import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
  const name = process.argv[1].split('/').at(-1);
  appendFileSync('steps', 'begins ' + name + '\\n');
  while (existsSync('hold')) await new Promise((resolve) => setTimeout(resolve, 20));
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/main.js', "console.log('serving')");
  appendFileSync('steps', 'ends ' + name + '\\n');
`;

describe('npm start on a checkout whose build is stale', () => {
  let root: string;
  const started: Promise<unknown>[] = [];

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'latchkey-builds-'));
    for (const name of ['bring-build', 'build', 'build-lock', 'build-stamp', 'start']) {
      cpSync(`${SCRIPTS}${name}.mjs`, path.join(root, 'scripts', `${name}.mjs`));
    }
    for (const step of STEPS) {
      mkdirSync(path.dirname(path.join(root, step)), { recursive: true });
      writeFileSync(path.join(root, step), STEP);
    }
    writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
  });
  afterEach(async () => {
    rmSync(path.join(root, 'hold'), { force: true });
    await Promise.all(started.splice(0));
    rmSync(root, { recursive: true });
  });

  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('close', resolve));

  function run(script = 'start', account = {}) {
    const child = spawn(process.execPath, [path.join(root, `scripts/${script}.mjs`)], {
      ...account,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const start = { child, output: '', ended: ended(child) };
    started.push(start.ended);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (start.output += chunk.toString()));
    }
    return start;
  }

  const steps = () => {
    const file = path.join(root, 'steps');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  };
  const each = STEPS.flatMap((step) => [`begins ${path.basename(step)}`, `ends ${path.basename(step)}`]);

  it('builds once for all that are started at the same moment, and they say what they wait for', async () => {
    writeFileSync(path.join(root, 'hold'), '');
    const starts = [run(), run(), run()];
    await eventually(
      () => starts.filter(({ output }) => /^Waiting for process \d+, which builds in this checkout$/m.test(output)),
      (waiting) => expect(waiting).toHaveLength(2),
    );
    rmSync(path.join(root, 'hold'));
    expect(await Promise.all(starts.map((start) => start.ended))).toEqual([0, 0, 0]);
    expect(steps()).toEqual(each);
    for (const { output } of starts) {
      expect(output).toMatch(/^serving$/m);
      expect(output.match(/Waiting/g)?.length ?? 0).toBeLessThan(2);
    }
    expect(readdirSync(root).filter((name) => name.startsWith('.building'))).toEqual([]);
  });

  it('takes the lock from a build that was killed, and starts on nothing half built', async () => {
    writeFileSync(path.join(root, 'hold'), '');
    const killed = run('build');
    await eventually(steps, (begun) => expect(begun).toEqual(each.slice(0, 1)));
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(readdirSync(path.join(root, '.building'))).toHaveLength(1);
    rmSync(path.join(root, 'hold'));
    await eventually(steps, (first) => expect(first).toEqual(each.slice(0, 2)));
    const next = run();
    expect(await next.ended).toBe(0);
    expect(next.output).toMatch(/^serving$/m);
    expect(next.output).not.toContain('Waiting');
    expect(steps()).toEqual([...each.slice(0, 2), ...each]);
  });

  it('takes it from a process whose number another has by now, but not from another machine that just began', async () => {
    mkdirSync(path.join(root, '.building'));
    writeFileSync(path.join(root, `.building/${String(process.pid)}~1~${hostname()}`), '');
    const first = run();
    expect(await first.ended).toBe(0);
    expect(first.output).not.toContain('Waiting');

    rmSync(path.join(root, 'dist'), { recursive: true });
    mkdirSync(path.join(root, '.building'));
    const elsewhere = path.join(root, '.building/7~1~another-machine');
    writeFileSync(elsewhere, '');
    const second = run();
    await eventually(
      () => second.output,
      (output) => expect(output).toBe('Waiting for process 7, which builds in this checkout\n'),
    );
    rmSync(elsewhere);
    expect(await second.ended).toBe(0);
  });

  it('says who builds it where this user may not', async () => {
    chmodSync(root, 0o555);
    const refused = run('start', process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {});
    expect(await refused.ended).toBe(1);
    expect(refused.output).toMatch(
      /^What is built is older .* may not write to \S+; run npm run build as its owner\n$/,
    );
    chmodSync(root, 0o755);
  });

  it('ends with the build that failed, and the next start tries again', async () => {
    writeFileSync(path.join(root, STEPS[1] ?? ''), 'console.error("does not compile"); process.exit(2);');
    const failed = run();
    expect(await failed.ended).toBe(1);
    expect(failed.output).toContain('does not compile');
    expect(failed.output).not.toContain('serving');
    writeFileSync(path.join(root, STEPS[1] ?? ''), STEP);
    const again = run();
    expect(await again.ended).toBe(0);
    expect(again.output).toMatch(/^serving$/m);
  });
});
