import { newSecret } from './secrets.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);
/** 62^43 is the first power of 62 above 2^256. */
const LENGTH = 43;

/** 256 random bits in 43 letters and digits: selected by a double click, with nothing to escape. */
export function randomBase62(): string {
  let rest = BigInt(`0x${newSecret().toString('hex')}`);
  let text = '';
  for (let i = 0; i < LENGTH; i++) {
    text += DIGITS.charAt(Number(rest % BASE));
    rest /= BASE;
  }
  return text;
}
