import { randomBytes } from '../../secrets/randomness.js';
import { sha256 } from '../../secrets/secrets.js';
import { typedCode } from '../../protocol/typed-code.js';

const COUNT = 10;
/** Without the letters and digits that are mistaken for one another; 32 of them are five bits each. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
/** 20 characters are 100 bits. */
const LENGTH = 20;
const GROUP = 5;
const SHAPE = new RegExp(`^[${ALPHABET}]{${String(LENGTH)}}$`);

/** New recovery codes, as a person writes them down: `abcde-fghij-kmnpq-rstuv`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const text = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return (text.match(new RegExp(`.{${String(GROUP)}}`, 'g')) ?? []).join('-');
  });
}

/** The hash of a recovery code of this account, however it was typed; undefined for what is none. */
export function recoveryCodeHash(userId: string, typed: string): Buffer | undefined {
  const code = typedCode(typed).toLowerCase();
  return SHAPE.test(code) ? sha256(`recovery code ${userId} ${code}`) : undefined;
}
