import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';

/** Memory in KiB, passes, lanes; OWASP's first choice for argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/;
/** Waiting beyond this helps nobody: the client has given up by then. */
const MAX_WAITING = 512;

interface Argon2 {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/**
 * argon2id on libuv's threads, a bounded number at a time, so that a flood of logins leaves the processor to
 * requests that need no password. The native build in Rust is used where it is installed: same format, twice as fast.
 */
@Injectable()
export class PasswordHasher {
  private argon2: Promise<Argon2> | undefined;
  private decoy: Promise<string> | undefined;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly settings: Settings) {}

  hash(password: string): Promise<string> {
    return this.inTurn(async () => (await this.library()).hash(normalize(password)));
  }

  /** Verifies against the hash, or against a decoy when there is none: nobody's password takes as long as somebody's. */
  async verify(hash: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.hash('a password that nobody has');
    const against = hash ?? (await this.decoy);
    const matches = await this.inTurn(async () => (await this.library()).verify(against, normalize(password)));
    return matches && hash !== undefined;
  }

  /** Whether a hash was made with less than today's cost. */
  isOutdated(hash: string): boolean {
    const [, memory, passes, lanes] = PHC.exec(hash) ?? [];
    return !(Number(memory) >= COST.memoryCost && Number(passes) >= COST.timeCost && Number(lanes) >= COST.parallelism);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.settings.passwordHashConcurrency) {
      if (this.waiting.length >= MAX_WAITING) throw new TemporarilyUnavailable('too many passwords to verify at once');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running++;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running--;
      else next();
    }
  }

  private library(): Promise<Argon2> {
    this.argon2 ??= import('@node-rs/argon2').then(
      ({ hash, verify }): Argon2 => ({
        hash: (password) => hash(password, COST), // argon2id is its default
        verify,
      }),
      async (): Promise<Argon2> => {
        const { default: argon2 } = await import('argon2');
        return {
          hash: (password) => argon2.hash(password, { ...COST, type: argon2.argon2id }),
          verify: (hash, password) => argon2.verify(hash, password),
        };
      },
    );
    return this.argon2;
  }
}

/** One password however it was typed: composed or decomposed accents, full-width letters (RFC 8265 section 4.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
