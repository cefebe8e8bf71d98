import { type ChildProcess, spawn } from 'node:child_process';
import { isSetting } from '../config/settings.js';
import { MILLISECONDS } from '../protocol/durations.js';
import { Unreachable } from './fetch-fault.js';

/** libuv gives look-ups half of the threads. They are started at the first look-up. */
const THREADS = '128';
/** Milliseconds without a look-up after which the process ends. */
const IDLE = MILLISECONDS.minute;
/** Milliseconds in which it must have started. */
const START = 10_000;
/** Sent by the process once it has started; from then on delays are those of the name servers. */
const READY = 'process.send({ id: 0, addresses: [] });';

/** Asks the operating system: its hosts file, its search domains. Only SIGKILL ends a process whose look-up hangs. */
export const SYSTEM_LOOKUP = `
  const { lookup } = require('node:dns');
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.on('message', ({ id, name }) => {
    lookup(name, { all: true }, (error, found = []) => {
      process.send({ id, fault: error?.code, addresses: found.map(({ address }) => address) }, () => undefined);
    });
  });`;

interface Question {
  resolve: (addresses: string[]) => void;
  reject: (fault: Error) => void;
}

interface Reply {
  id: number;
  fault?: string;
  addresses: string[];
}

/**
 * A child process that looks names up, with threads of its own. Started by the first look-up; ends after a minute
 * without one, or with its parent.
 */
export class LookupProcess {
  private readonly child: ChildProcess;
  private readonly open = new Map<number, Question>();
  private asked = 0;
  private readonly ready: Promise<void>;
  private idle: NodeJS.Timeout | undefined;
  /** Abandoned look-ups, each of which holds a thread. */
  overdue = 0;
  /** Whether it has ended, or is about to. */
  ended = false;

  constructor(program: string) {
    const options = [
      '--input-type=commonjs',
      '--max-semi-space-size=1',
      '--max-old-space-size=32',
      '-e',
      `${program}\n${READY}`,
    ];
    this.child = spawn(process.execPath, options, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: environment(),
    });
    const starting = setTimeout(() => this.end(), START).unref();
    this.ready = new Promise((resolve) => {
      this.child.once('message', () => {
        clearTimeout(starting);
        this.child.on('message', (reply: Reply) => this.answer(reply));
        resolve();
      });
    });
    this.child.on('error', () => this.end());
    this.child.on('exit', () => this.end());
    this.child.unref();
    this.child.channel?.unref();
  }

  /** @throws FetchFault when the name has no address, after `deadline` milliseconds, or when the process ends */
  addressesOf(name: string, deadline: number): Promise<string[]> {
    clearTimeout(this.idle);
    const id = ++this.asked;
    return new Promise<string[]>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      void this.ready.then(() => {
        if (this.open.has(id)) timer = setTimeout(() => this.abandon(id), deadline);
      });
      const settled = <T>(then: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          then(value);
        };
      };
      this.open.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.child.send({ id, name }, (error) => {
        if (error !== null) this.end();
      });
    });
  }

  /** Ends it as soon as no answer is awaited. */
  retire(): void {
    this.ended = true;
    if (this.open.size === 0) this.end();
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.idle);
    this.child.kill('SIGKILL');
    for (const id of this.open.keys())
      this.settle(id)?.reject(new Unreachable('has a name that could not be looked up'));
  }

  private answer({ id, fault, addresses }: Reply): void {
    const question = this.settle(id);
    if (question === undefined) this.overdue--;
    else if (fault === undefined) question.resolve(addresses);
    else question.reject(new Unreachable(`has a name that could not be looked up: ${fault}`));
  }

  private abandon(id: number): void {
    this.overdue++;
    this.settle(id)?.reject(new LookupTimeout('has a name that takes too long to look up'));
  }

  private settle(id: number): Question | undefined {
    const question = this.open.get(id);
    this.open.delete(id);
    if (this.open.size === 0 && this.ended) this.child.kill('SIGKILL');
    else if (this.open.size === 0) this.idle = setTimeout(() => this.end(), IDLE).unref();
    return question;
  }
}

/** The name servers of the name are slow or silent. */
export class LookupTimeout extends Unreachable {}

/** The parent's environment without secrets and without the variables of a cluster worker. */
function environment(): NodeJS.ProcessEnv {
  const isOwn = (name: string) => isSetting(name) || name.startsWith('NODE_');
  const entries = Object.entries(process.env).filter(([name]) => !isOwn(name));
  return { ...Object.fromEntries(entries), UV_THREADPOOL_SIZE: THREADS };
}
