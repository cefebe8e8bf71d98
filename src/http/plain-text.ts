import type { Kind } from '../fields/kind.js';
import { text } from '../fields/kinds.js';
import { NOT_ONE_LINE, PLAIN_TEXT } from '../protocol/plain-text.js';

/** One line of text for comparison with stored values; it is not stored itself. */
export function plainText(max: number): Kind<string> {
  return {
    ...text({ min: 1, max, pattern: [PLAIN_TEXT, NOT_ONE_LINE] }),
    read: (given) => (typeof given === 'string' ? given.trim() : given),
  };
}
