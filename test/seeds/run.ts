import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programPath } from '../support/tools.js';

export interface Ran {
  code: number | null;
  /** What it printed. */
  out: string;
  err: string;
}

/** A folder of its own in which the snippets of one document are run, one after the other, as a reader would. */
export class Workplace {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'latchkey-seeds-'));
  private readonly programs = path.join(this.folder, 'bin');

  constructor() {
    mkdirSync(this.programs);
    // the system's own: another python3 in the path would not have Debian's modules
    for (const program of ['curl', 'http', 'jq', 'php', 'python3']) this.link(program, program);
    this.link('curl', 'curl.exe'); // what a document for Windows calls it
    // on its first run httpie would look for updates in the network, in a second process that repeats the command
    writeFileSync(path.join(this.folder, 'config.json'), '{"disable_update_warnings": true}');
  }

  /** Runs a shell command or script. Its standard input is closed: httpie would read a body from an open one. */
  shell(script: string): Promise<Ran> {
    return this.finish(this.spawn('bash', ['-c', `exec 0<&-\n${script}`]));
  }

  /** Runs a program that reads its source from standard input. */
  async source(
    program: 'php' | 'python3' | 'node',
    source: string,
    environment: Record<string, string> = {},
  ): Promise<Ran> {
    const child = this.spawn(program, program === 'node' ? ['--input-type=module', '-'] : [], environment);
    child.stdin.end(source);
    return this.finish(child);
  }

  /** Starts Python that answers line by line. */
  dialogue(source: string): Dialogue {
    return new Dialogue(this.spawn('python3', ['-u', '-c', source]));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private link(program: string, name: string): void {
    const found = programPath(program);
    if (found !== undefined) symlinkSync(found, path.join(this.programs, name));
  }

  private spawn(
    program: string,
    args: string[],
    environment: Record<string, string> = {},
  ): ChildProcessWithoutNullStreams {
    return spawn(program, args, {
      cwd: this.folder,
      env: {
        PATH: `${this.programs}:${process.env.PATH ?? ''}`,
        HOME: this.folder,
        HTTPIE_CONFIG_DIR: this.folder,
        ...environment,
      },
      timeout: 120_000,
    });
  }

  private finish(child: ChildProcessWithoutNullStreams): Promise<Ran> {
    return new Promise((resolve, reject) => {
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
  }
}

/** A program that answers every line with a line of JSON. */
export class Dialogue {
  private readonly answers: AsyncIterator<string>;
  private complaints = '';

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.on('data', (chunk: Buffer) => (this.complaints += chunk.toString()));
  }

  async ask(line: string): Promise<unknown> {
    this.child.stdin.write(`${line}\n`);
    const answer = await this.answers.next();
    if (answer.done === true) throw new Error(`the program ended:\n${this.complaints}`);
    return JSON.parse(answer.value);
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin.end();
    await closed;
  }
}
