import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { HashThreads } from './hash-threads.js';

/** Memory in KiB, passes, lanes; OWASP's first choice for argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/;

/**
 * argon2id on threads of their own, a bounded number at a time and at a lower priority, so that a flood of logins
 * leaves the processor to requests that need no password.
 */
@Injectable()
export class PasswordHasher implements OnApplicationShutdown {
  private readonly threads: HashThreads;
  private decoy: Promise<string> | undefined;

  constructor({ passwordHashConcurrency }: Settings) {
    this.threads = new HashThreads(passwordHashConcurrency);
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.destroy();
  }

  async hash(password: string): Promise<string> {
    return (await this.threads.run({ password: normalize(password), cost: COST })) as string;
  }

  /** Verifies against the hash, or against a decoy when there is none: nobody's password takes as long as somebody's. */
  async verify(hash: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.hash('a password that nobody has');
    const against = hash ?? (await this.decoy);
    const matches = await this.threads.run({ password: normalize(password), hash: against });
    return matches === true && hash !== undefined;
  }

  /** Whether a hash was made with less than today's cost. */
  isOutdated(hash: string): boolean {
    const [, memory, passes, lanes] = PHC.exec(hash) ?? [];
    return !(Number(memory) >= COST.memoryCost && Number(passes) >= COST.timeCost && Number(lanes) >= COST.parallelism);
  }
}

/** One password however it was typed: composed or decomposed accents, full-width letters (RFC 8265 section 4.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
