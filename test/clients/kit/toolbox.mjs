import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { ADA } from './latchkey.mjs';
import { freePort, run, serve } from './processes.mjs';
import { Walker } from './walker.mjs';

/** Where packages are kept between runs. */
export const CACHE = process.env.CLIENTS_CACHE ?? path.join(homedir(), '.cache', 'latchkey-clients');
const GO = { GOFLAGS: '-mod=mod -buildvcs=false', CGO_ENABLED: '0' };

/** What a client's script works with: an application of its own, its packages, its processes and a browser. */
export class Toolbox {
  #latchkey;
  #folder;
  #children = [];

  constructor(latchkey, folder) {
    this.#latchkey = latchkey;
    this.#folder = folder;
    this.issuer = latchkey.issuer;
    this.certificate = latchkey.certificate;
    this.person = ADA;
  }

  /** Another free port, and the address that programs on it have. */
  async place() {
    const port = await freePort();
    return { port, base: `http://localhost:${String(port)}` };
  }

  /** An application as its owner makes it by hand: what is not given is the server's default. */
  application(body) {
    return this.#latchkey.api('applications', {
      name: path.basename(this.#folder),
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      ...body,
    });
  }

  resource(body) {
    return this.#latchkey.api('resources', body);
  }

  /** What the token endpoint gives for a sign-in at an application of its own; `client_id` beside it. */
  async tokens(scope, body = {}) {
    const { base, port } = await this.place();
    const redirect_uri = `${base}/callback`;
    const { client_id, client_secret } = await this.application({ redirect_uris: [redirect_uri], ...body });
    const site = createServer((_request, response) => response.end('done')).listen(port, 'localhost');
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri, scope });
    const page = await this.browser().open(`${this.issuer}/oauth/authorize?${query}`);
    site.close();
    const code = new URL(page.url).searchParams.get('code') ?? '';
    const answer = await fetch(`${this.issuer}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri }),
    });
    return { client_id, ...(await answer.json()) };
  }

  browser() {
    return new Walker(this.issuer, ADA);
  }

  run(program, args, options = {}) {
    return run(program, args, { cwd: this.#folder, ...options });
  }

  async serve(program, args, options) {
    const child = await serve(program, args, { cwd: this.#folder, ...options });
    this.#children.push(child);
    return child;
  }

  file(name) {
    return path.join(this.#folder, name);
  }

  /** A virtual environment with these packages; its Python. */
  async python(...packages) {
    const folder = await this.#built('python', packages, async (at) => {
      await run('python3', ['-m', 'venv', at]);
      await run(path.join(at, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...packages]);
    });
    return path.join(folder, 'bin', 'python');
  }

  /** A folder with these packages, and the client's own files beside them. */
  async npm(...packages) {
    const folder = await this.#built('npm', packages, async (at) => {
      await mkdir(at, { recursive: true });
      await writeFile(path.join(at, 'package.json'), '{"private":true,"type":"module"}');
      await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], { cwd: at });
    });
    await cp(this.#folder, folder, { recursive: true });
    return folder;
  }

  /** The program of the client's own Go module, or the one of a module that it requires. */
  async goProgram(name = '.') {
    const folder = await this.#copied('go');
    await installing(() => run('go', ['build', '-o', 'program', name], { cwd: folder, env: GO }));
    return path.join(folder, 'program');
  }

  /** The program that this text is, with what the client's own Go module requires. */
  async goProgramOf(text) {
    const folder = await this.#copied('go');
    await writeFile(path.join(folder, 'main.go'), text);
    await installing(() => run('go', ['build', '-o', 'program', '.'], { cwd: folder, env: GO }));
    const program = path.join(folder, `program-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`);
    await rename(path.join(folder, 'program'), program);
    return program;
  }

  /** The page that the client's own Go program, a web application, shows after a sign-in. */
  async pageOfGoProgram() {
    const program = await this.goProgram();
    const { base, port } = await this.place();
    const { client_id, client_secret } = await this.application({ redirect_uris: [`${base}/callback`] });
    const env = {
      ISSUER: this.issuer,
      CLIENT_ID: client_id,
      CLIENT_SECRET: client_secret,
      PORT: String(port),
      BASE: base,
    };
    await this.serve(program, [], { port, env });
    return this.browser().open(`${base}/login`);
  }

  /** A program as its authors publish it: `module/path@version`. */
  async goInstall(name) {
    const program = path.basename(name.split('@')[0].replace(/\/v\d+$/, ''));
    const install = (at) => run('go', ['install', name], { env: { ...GO, GOBIN: at } });
    return path.join(await this.#built('go', [name], install, program), program);
  }

  /** The jar of the client's own Maven project, with these texts as files of it. */
  async jar(texts = {}) {
    const folder = await this.#copied('maven');
    for (const [file, text] of Object.entries(texts)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    await installing(() => run('mvn', ['-q', '-B', '-DskipTests', 'clean', 'package'], { cwd: folder }));
    return path.join(folder, 'target', 'client.jar');
  }

  async close() {
    await Promise.all(this.#children.map((child) => child.stop()));
  }

  log() {
    return [this.#latchkey.log(), ...this.#children.map((child) => child.lastLines())].join('\n').slice(-4000);
  }

  async #copied(kind) {
    const folder = path.join(CACHE, kind, path.basename(this.#folder));
    await mkdir(folder, { recursive: true });
    await cp(this.#folder, folder, { recursive: true });
    return folder;
  }

  /** Builds a folder once; what stopped half-way is begun again. */
  async #built(kind, what, build, owner = path.basename(this.#folder)) {
    const name = createHash('sha256').update(what.join(' ')).digest('hex').slice(0, 16);
    const folder = path.join(CACHE, kind, `${owner}-${name}`);
    if (await stat(path.join(folder, '.complete')).catch(() => undefined)) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.dirname(folder), { recursive: true });
    await installing(() => build(folder));
    await writeFile(path.join(folder, '.complete'), '');
    return folder;
  }
}

/** A client's packages cannot be had on this machine: it was not tried. */
export class NotInstalled extends Error {}

async function installing(act) {
  try {
    await act();
  } catch (error) {
    throw new NotInstalled(error.message, { cause: error });
  }
}

/** Stops a client's script with a sentence where something is not as it has to be. */
export function expect(condition, sentence) {
  if (!condition) throw new Error(sentence);
}
