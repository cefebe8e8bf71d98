import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { HashThreads } from './hash-threads.js';
import { PasswordCost } from './password-cost.js';

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/;

/**
 * argon2id in worker threads, bounded in number and at a lower priority, so that a flood of logins leaves the processor
 * to requests that need no password.
 */
@Injectable()
export class PasswordHasher implements OnApplicationShutdown {
  private readonly threads: HashThreads;
  private decoy: Promise<string> | undefined;

  constructor(
    { passwordHashConcurrency }: Settings,
    private readonly cost: PasswordCost,
  ) {
    this.threads = new HashThreads(passwordHashConcurrency);
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.destroy();
  }

  async hash(password: string): Promise<string> {
    return (await this.threads.run({ password: normalize(password), cost: this.cost })) as string;
  }

  /**
   * Verifies against the hash, or against a decoy if there is none: it takes the same time whether or not the account exists.
   * @param network whose turn it is among those that wait
   */
  async verify(hash: string | undefined, password: string, network?: string): Promise<boolean> {
    this.decoy ??= this.makeDecoy();
    const against = hash ?? (await this.decoy);
    const matches = await this.threads.run({ password: normalize(password), hash: against }, network);
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
    const { memoryCost, timeCost, parallelism } = this.cost;
    return !(Number(memory) >= memoryCost && Number(passes) >= timeCost && Number(lanes) >= parallelism);
  }
}

/** One password for all its Unicode spellings: composed or decomposed accents, full-width letters (RFC 8265 section 4.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
