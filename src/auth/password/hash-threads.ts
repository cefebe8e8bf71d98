import { Piscina } from 'piscina';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { EventLoopLoad } from './event-loop-load.js';
import { FairLine } from './fair-line.js';

/** A task: verify `password` against `hash`, or hash it at this cost. */
export type HashTask =
  | { password: string; hash: string }
  | { password: string; cost: { memoryCost: number; timeCost: number; parallelism: number } };

interface Waiting {
  readonly task: HashTask;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The longest useful wait: clients have timed out after it. */
const MAX_WAITING = 512;
/** In whose turn the tasks wait that no network of a sign-in is known of: new passwords, and the decoy. */
const OWN = '';
/** How many tasks a thread takes at once while others wait. */
const MOST_AT_ONCE = 8;
/** The niceness of the hashing threads relative to the threads that serve requests (nice(2)). */
const NICE = 10;
/** Milliseconds after which an idle thread ends. */
const IDLE = 10_000;
/** Utilization above which the event loop needs a processor to itself. A flood of logins on two cores uses a fifth. */
const BUSY = 0.5;

/**
 * Threads that hash, one task of each network after the other, those of one network in the order they came. Waiting tasks are taken in groups and answered together, so that they
 * share the statements that follow (docs/adr/0013). A task that finds a free thread does not wait. While the event loop is
 * busy, one thread rests: low priority alone does not keep a processor free, because a scheduled thread keeps its
 * processor for some milliseconds (docs/adr/0014).
 */
export class HashThreads {
  private readonly threads: Piscina;
  private readonly waiting = new FairLine<Waiting>();
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

  /** Where as many wait as may, one that comes takes the place of the network that has most. */
  run(task: HashTask, network = OWN): Promise<unknown> {
    if (this.waiting.length >= MAX_WAITING) this.makeRoom(network);
    return new Promise((resolve, reject) => {
      this.waiting.add(network, { task, resolve, reject });
      this.employ();
    });
  }

  destroy(): Promise<void> {
    for (const { reject } of this.waiting.take(Infinity)) reject(new TemporarilyUnavailable('the server is stopping'));
    return this.threads.destroy();
  }

  private makeRoom(network: string): void {
    const full = new TemporarilyUnavailable('too many passwords to verify at once');
    const latest = this.waiting.makeRoom(network);
    if (latest === undefined) throw full;
    latest.reject(full);
  }

  private employ(): void {
    while (this.busy < this.employable() && this.waiting.length > 0) {
      this.busy++;
      const fairShare = Math.ceil(this.waiting.length / this.count);
      void this.perform(this.waiting.take(Math.min(fairShare, MOST_AT_ONCE))).finally(() => {
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
