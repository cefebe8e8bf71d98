import { z } from 'zod';
import { PLAIN_TEXT } from '../protocol/plain-text.js';

/** One line of text that is only compared with stored values and not stored itself. */
export function plainText(max: number) {
  return z
    .string('must be a string')
    .trim()
    .max(max, `must have at most ${String(max)} characters`)
    .regex(PLAIN_TEXT, 'must be one line, without control characters');
}
