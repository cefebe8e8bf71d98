import type { Kind } from '../fields/kind.js';
import { text } from '../fields/kinds.js';
import { PLAIN_TEXT } from '../protocol/plain-text.js';

/** One line of text for comparison with stored values; it is not stored itself. */
export function plainText(max: number): Kind<string> {
  return {
    ...text({ min: 1, max, pattern: [PLAIN_TEXT, 'must be one line, without control characters'] }),
    read: (given) => (typeof given === 'string' ? given.trim() : given),
  };
}
