import { describe, expect, it } from '@jest/globals';
import { typedCode } from './typed-code.js';

describe('a code that a person typed', () => {
  it.each([
    ['with spaces', ' 123 456\u00a0'],
    ['with a dash', '123-456'],
    ['with a dash that a keyboard made longer', '123\u2013456'],
    ['with a minus sign', '123\u2212456'],
    ['with what a Japanese keyboard gives for a dash', '123\u30fc456'],
    ['on a Japanese keyboard', '\uff11\uff12\uff13\u3000\uff14\uff15\uff16'],
    ['pasted from a message with marks of direction', '\u202a123456\u202c'],
    ['pasted with a space of no width', '123456\u200b'],
  ])('is the same %s', (_, typed) => {
    expect(typedCode(typed)).toBe('123456');
  });
});
