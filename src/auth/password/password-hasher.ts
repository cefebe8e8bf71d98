import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Settings } from '../../config/settings.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';

/** Memory in KiB, passes, lanes; OWASP's first choice for argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/;
/** Waiting beyond this helps nobody: the client has given up by then. */
const MAX_WAITING = 512;

/** How much later than the threads that serve requests these get a processor (nice(2)). */
const NICE = 10;
/** Milliseconds a thread without work stays. */
const IDLE = 10_000;

/**
 * argon2id on threads of their own, a bounded number at a time and at a lower priority, so that a flood of logins
 * leaves the processor to requests that need no password.
 */
@Injectable()
export class PasswordHasher implements OnApplicationShutdown {
  private readonly threads: Piscina;
  private decoy: Promise<string> | undefined;

  constructor({ passwordHashConcurrency }: Settings) {
    this.threads = new Piscina({
      filename: new URL('argon2-thread.mjs', import.meta.url).href,
      minThreads: 0,
      maxThreads: passwordHashConcurrency,
      idleTimeout: IDLE,
      niceIncrement: NICE,
      stricterFIFO: true,
      recordTiming: false,
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.destroy();
  }

  hash(password: string): Promise<string> {
    return this.inTurn<string>('hash', { password: normalize(password), cost: COST });
  }

  /** Verifies against the hash, or against a decoy when there is none: nobody's password takes as long as somebody's. */
  async verify(hash: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.hash('a password that nobody has');
    const against = hash ?? (await this.decoy);
    const matches = await this.inTurn<boolean>('verify', { hash: against, password: normalize(password) });
    return matches && hash !== undefined;
  }

  /** Whether a hash was made with less than today's cost. */
  isOutdated(hash: string): boolean {
    const [, memory, passes, lanes] = PHC.exec(hash) ?? [];
    return !(Number(memory) >= COST.memoryCost && Number(passes) >= COST.timeCost && Number(lanes) >= COST.parallelism);
  }

  private async inTurn<T>(name: 'hash' | 'verify', task: unknown): Promise<T> {
    if (this.threads.queueSize >= MAX_WAITING) throw new TemporarilyUnavailable('too many passwords to verify at once');
    return (await this.threads.run(task, { name })) as T;
  }
}

/** One password however it was typed: composed or decomposed accents, full-width letters (RFC 8265 section 4.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
