import { z } from 'zod';

/** No control character, no line break, nothing that turns the direction of what stands around it. */
const PLAIN = /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;

/** One line of text that people read: names and notes. */
export function plainText(max: number) {
  return z
    .string('must be a string')
    .trim()
    .max(max, `must have at most ${String(max)} characters`)
    .regex(PLAIN, 'must be one line, without control characters');
}
