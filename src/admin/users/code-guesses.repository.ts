import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Counter } from '../../persistence/database/counter.js';
import { Database } from '../../persistence/database/database.js';
import { TooManyCodes } from '../../protocol/too-many.js';
import { SECONDS } from '../../protocol/durations.js';
import { SecretKey } from '../../secrets/secret-key.js';

/** Wrong mailed codes in a day: those that one account gives, and those for one address from all accounts. */
const WRONG_CODES_A_DAY = 20;

/**
 * Bounds the guesses at mailed codes, on counters of their own: a person who guesses at the code of another's address
 * proves their own account as often as they like, and asks for mail after mail.
 */
@Injectable()
export class CodeGuessesRepository {
  private readonly ofAccount: Counter;
  private readonly ofAddress: Counter;

  constructor(
    database: Database,
    clock: Clock,
    private readonly key: SecretKey,
  ) {
    const counter = (prefix: string) =>
      new Counter(database, clock, { prefix, points: WRONG_CODES_A_DAY, duration: SECONDS.day });
    this.ofAccount = counter('mailed-code-account');
    this.ofAddress = counter('mailed-code-address');
  }

  /**
   * Counts a guess before it is decided, and takes that back where it is right.
   * @throws TooManyCodes before it is decided
   */
  async guess(userId: string, address: string, holds: () => Promise<boolean>): Promise<boolean> {
    const mark = this.key.mac(Buffer.from(`mailed code for ${address}`)).toString('base64url');
    refuse(await this.ofAccount.admit(userId), 'given by this account', userId);
    const wait = await this.ofAddress.admit(mark);
    if (wait !== undefined) await this.ofAccount.giveBack(userId);
    refuse(wait, 'for this address', userId);
    if (!(await holds())) return false;
    await this.ofAccount.giveBack(userId);
    await this.ofAddress.giveBack(mark);
    return true;
  }
}

function refuse(wait: number | undefined, where: string, userId: string): void {
  if (wait === undefined) return;
  throw new TooManyCodes(wait, `${String(WRONG_CODES_A_DAY)} wrong mailed codes ${where} in a day`, { userId });
}
