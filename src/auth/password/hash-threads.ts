import { Piscina } from 'piscina';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { EventLoopLoad } from './event-loop-load.js';

/** What a thread is asked for: whether `hash` is one of `password`, or a hash of it at this cost. */
export type HashTask =
  | { password: string; hash: string }
  | { password: string; cost: { memoryCost: number; timeCost: number; parallelism: number } };

interface Waiting {
  readonly task: HashTask;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Waiting beyond this helps nobody: the client has given up by then. */
const MAX_WAITING = 512;
/** How many tasks a thread takes at once while others wait. */
const MOST_AT_ONCE = 8;
/** How much later than the threads that serve requests these get a processor (nice(2)). */
const NICE = 10;
/** Milliseconds a thread without work stays. */
const IDLE = 10_000;
/** An event loop busier than this needs a processor to itself. A flood of logins on two cores uses a fifth of it. */
const BUSY = 0.5;

/**
 * Threads that hash in the order they are asked. Tasks that wait anyway are taken some at a time and answered together:
 * who comes out together shares the statements that follow (docs/adr/0013). Whoever finds a thread free waits for nobody.
 * While the event loop is busy, one thread rests: a low priority alone does not keep a processor free, since whoever has
 * just got one keeps it for some milliseconds (docs/adr/0014).
 */
export class HashThreads {
  private readonly threads: Piscina;
  private readonly waiting: Waiting[] = [];
  private readonly eventLoop = new EventLoopLoad();
  private busy = 0;

  constructor(private readonly count: number) {
    this.threads = new Piscina({
      filename: new URL('argon2-thread.mjs', import.meta.url).href,
      minThreads: 0,
      maxThreads: count,
      idleTimeout: IDLE,
      niceIncrement: NICE,
      recordTiming: false,
    });
  }

  run(task: HashTask): Promise<unknown> {
    if (this.waiting.length >= MAX_WAITING) throw new TemporarilyUnavailable('too many passwords to verify at once');
    return new Promise((resolve, reject) => {
      this.waiting.push({ task, resolve, reject });
      this.employ();
    });
  }

  destroy(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(new TemporarilyUnavailable('the server is stopping'));
    return this.threads.destroy();
  }

  private employ(): void {
    while (this.busy < this.employable() && this.waiting.length > 0) {
      this.busy++;
      const fairShare = Math.ceil(this.waiting.length / this.count);
      void this.perform(this.waiting.splice(0, Math.min(fairShare, MOST_AT_ONCE))).finally(() => {
        this.busy--;
        this.employ();
      });
    }
  }

  private employable(): number {
    return this.eventLoop.lately > BUSY ? Math.max(1, this.count - 1) : this.count;
  }

  private async perform(together: readonly Waiting[]): Promise<void> {
    try {
      const tasks = together.map(({ task }) => task);
      const outcomes = (await this.threads.run(tasks)) as PromiseSettledResult<unknown>[];
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled') together[i]?.resolve(outcome.value);
        else together[i]?.reject(outcome.reason);
      }
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}
