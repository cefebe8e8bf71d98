import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { HashThreads } from './hash-threads.js';

/** Memory in KiB, passes, lanes; OWASP's first recommendation for argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/;

/**
 * argon2id in worker threads, bounded in number and at a lower priority, so that a flood of logins leaves the processor
 * to requests that need no password.
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

  /** Verifies against the hash, or against a decoy if there is none: it takes the same time whether or not the account exists. */
  async verify(hash: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.makeDecoy();
    const against = hash ?? (await this.decoy);
    const matches = await this.threads.run({ password: normalize(password), hash: against });
    return matches === true && hash !== undefined;
  }

  /** It is not awaited where the account exists; one that failed is made again. */
  private makeDecoy(): Promise<string> {
    const decoy = this.hash('the password of no account');
    decoy.catch(() => (this.decoy = undefined));
    return decoy;
  }

  /** Whether a hash was made with a lower cost than today's. */
  isOutdated(hash: string): boolean {
    const [, memory, passes, lanes] = PHC.exec(hash) ?? [];
    return !(Number(memory) >= COST.memoryCost && Number(passes) >= COST.timeCost && Number(lanes) >= COST.parallelism);
  }
}

/** One password for all its Unicode spellings: composed or decomposed accents, full-width letters (RFC 8265 section 4.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
