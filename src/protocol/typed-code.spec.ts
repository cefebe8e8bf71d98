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
    ['in Arabic digits', '\u0661\u0662\u0663\u0664\u0665\u0666'],
    ['in Persian digits', '\u06f1\u06f2\u06f3 \u06f4\u06f5\u06f6'],
    ['in the digits of Devanagari', '\u0967\u0968\u0969\u096a\u096b\u096c'],
    ['in digits beyond the basic plane', '\u{11137}\u{11138}\u{11139}\u{1113a}\u{1113b}\u{1113c}'],
    ['pasted with a space of no width', '123456\u200b'],
  ])('is the same %s', (_, typed) => {
    expect(typedCode(typed)).toBe('123456');
  });

  it('is read digit by digit in every script', () => {
    const digits = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /\p{Nd}/u.test(character));
    expect(digits.length).toBeGreaterThan(600);
    expect(typedCode(digits.join(''))).toBe('0123456789'.repeat(digits.length / 10));
  });
});
