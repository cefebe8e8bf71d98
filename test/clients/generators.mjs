// Generates clients of the administration API out of docs/reference/openapi.json, with OpenAPI Generator and nothing
// but its defaults, and compiles them.
//   test/clients/generators           Python and Go, as CI does
//   test/clients/generators --full    every language; what has no compiler here is generated alone
//   test/clients/generators rust      these alone
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './kit/processes.mjs';
import { CACHE } from './kit/toolbox.mjs';

const GENERATOR = 'org.openapitools:openapi-generator-cli:7.14.0:jar';
const root = fileURLToPath(new URL('../..', import.meta.url));
const document = fileURLToPath(new URL('../../docs/reference/openapi.json', import.meta.url));

/** How each is compiled in its folder, and with what. `quick`: in CI. */
const LANGUAGES = {
  python: { quick: true, needs: ['python3'], compile: compilePython },
  go: { quick: true, needs: ['go'], compile: compileGo },
  java: { needs: ['mvn'], compile: (cwd) => run('mvn', ['-q', '-B', '-DskipTests', 'compile'], { cwd }) },
  'typescript-fetch': { needs: [], compile: compileTypeScript },
  rust: { needs: ['cargo'], compile: (cwd) => run('cargo', ['check', '--quiet'], { cwd }) },
  csharp: { needs: [] },
};

const absent = ['java', 'mvn'].filter((tool) => !isThere(tool));
if (absent.length > 0) {
  console.log(`skipped, needs ${absent.join(', ')}`);
  process.exit(0);
}
const isFull = process.argv.includes('--full');
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const chosen = Object.entries(LANGUAGES).filter(([name, { quick }]) =>
  named.length > 0 ? named.includes(name) : isFull || quick,
);

const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-generators-'));
let failures = 0;
try {
  const jar = await generator();
  for (const [name, language] of chosen) {
    const at = path.join(folder, name);
    try {
      await run('java', ['-jar', jar, 'generate', '-i', document, '-g', name, '-o', at]);
      const missing = language.needs.filter((tool) => !isThere(tool));
      if (missing.length === 0) await language.compile?.(at);
      const compiles = language.compile !== undefined && missing.length === 0;
      console.log(
        `✓ ${name}: ${compiles ? 'generated and compiled' : `generated${missing.map((tool) => `, ${tool} is not there`)}`}`,
      );
    } catch (error) {
      failures++;
      console.error(`✗ ${name}: ${error.message}`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

function isThere(tool) {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}

async function generator() {
  const at = path.join(CACHE, 'generator');
  await mkdir(at, { recursive: true });
  const found = async () => (await readdir(at)).find((name) => name.endsWith('.jar'));
  if ((await found()) === undefined) {
    await run('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${GENERATOR}`, `-DoutputDirectory=${at}`]);
  }
  return path.join(at, await found());
}

async function compilePython(cwd) {
  const python = path.join(cwd, '.venv', 'bin', 'python');
  await run('python3', ['-m', 'venv', path.join(cwd, '.venv')]);
  await run(python, ['-m', 'pip', 'install', '--quiet', cwd]);
  // the package names every model and every call
  await run(python, ['-c', 'import openapi_client'], { cwd: tmpdir() });
}

async function compileGo(cwd) {
  await rm(path.join(cwd, 'test'), { recursive: true, force: true });
  await run('go', ['mod', 'tidy'], { cwd });
  await run('go', ['build', './...'], { cwd });
}

async function compileTypeScript(cwd) {
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  const args = ['--noEmit', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext'];
  await run(tsc, [...args, '--moduleResolution', 'bundler', '--lib', 'es2022,dom', 'index.ts'], { cwd });
}
