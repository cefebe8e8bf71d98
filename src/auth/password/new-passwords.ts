import { Injectable } from '@nestjs/common';
import { InvalidRequest } from '../../protocol/refusal.js';
import { newSecretText } from '../../secrets/secrets.js';
import { BreachedPasswords } from './breached-passwords.js';
import { isCommonPassword } from './common-passwords.js';
import { MAX_PASSWORD } from './login-and-password.js';
import { PasswordHasher } from './password-hasher.js';
import { weaknessOf } from './password-strength.js';

/** Characters. A shorter one is refused from every caller. */
export const MIN_PASSWORD = 8;
/** Characters from which on a chosen password is not estimated. */
const LONG_ENOUGH = 12;

/** Whose password it is to be. */
export interface PasswordOwner {
  email: string;
  username?: string | null;
  name?: string | null;
}

/**
 * The one way a new password becomes a hash: it is held against the rule first. Passwords that were set before are not asked.
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver (section 3.1.1.2)
 */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly breached: BreachedPasswords,
  ) {}

  /**
   * The hash of one that an administrator sets: not on the list of common passwords, compared exactly.
   * @throws InvalidRequest that names the field
   */
  async given(field: string, password: string, owner: PasswordOwner): Promise<string> {
    await this.refuseGiven(field, password, owner);
    return this.hasher.hash(password);
  }

  /**
   * The hash of one that a person chooses: of twelve characters, or hard to guess; neither common nor known from a breach.
   * @throws InvalidRequest that names the field and says what to improve
   */
  async chosen(field: string, password: string, owner: PasswordOwner): Promise<string> {
    await this.refuseChosen(field, password, owner);
    return this.hasher.hash(password);
  }

  /** The hash of a random one, which is not kept: for an account whose owner is still to choose one. */
  unknown(): Promise<string> {
    return this.hasher.hash(newSecretText());
  }

  private async refuseGiven(field: string, password: string, { email }: PasswordOwner): Promise<void> {
    refuseShape(field, password);
    if (sameText(password, email)) throw InvalidRequest.field(field, 'must not be the e-mail address');
    if (await isCommonPassword(password)) throw InvalidRequest.field(field, 'is one of the most common passwords');
  }

  private async refuseChosen(field: string, password: string, owner: PasswordOwner): Promise<void> {
    const own = wordsOf(owner);
    if (Array.from(password).length < MIN_PASSWORD) {
      throw InvalidRequest.field(field, `is too short: use at least ${String(LONG_ENOUGH)} characters`);
    }
    await this.refuseGiven(field, password, owner);
    const plain = password.normalize('NFKC').trim().toLowerCase();
    if (await isCommonPassword(plain)) throw InvalidRequest.field(field, 'is one of the most common passwords');
    if (own.includes(plain)) throw InvalidRequest.field(field, 'must not be your name or address');
    if (Array.from(password).length < LONG_ENOUGH) {
      const weakness = await weaknessOf(password, own);
      const advice = `is too easy to guess: use at least ${String(LONG_ENOUGH)} characters.`;
      if (weakness !== undefined) throw InvalidRequest.field(field, `${advice} ${weakness}`.trim());
    }
    if (await this.breached.has(password)) {
      throw InvalidRequest.field(field, 'is known from a data breach of another service; choose another');
    }
  }
}

function wordsOf({ email, username, name }: PasswordOwner): string[] {
  const words = [email, email.split('@', 1)[0], username, name, 'latchkey'];
  return words.flatMap((word) => (word ? [word.normalize('NFKC').toLowerCase()] : []));
}

function refuseShape(field: string, password: string): void {
  const length = Array.from(password).length;
  if (length < MIN_PASSWORD) throw InvalidRequest.field(field, `must have at least ${String(MIN_PASSWORD)} characters`);
  // what is longer than a sign-in takes
  if (password.length > MAX_PASSWORD) {
    throw InvalidRequest.field(field, `must have at most ${String(MAX_PASSWORD)} characters`);
  }
  if (password.includes('\0') || !password.isWellFormed()) {
    throw InvalidRequest.field(field, 'must be well-formed text without NUL characters');
  }
}

function sameText(password: string, email: string): boolean {
  return password.normalize('NFKC').trim().toLowerCase() === email.normalize('NFKC');
}
