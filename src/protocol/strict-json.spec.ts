import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from './refusal.js';
import { parseStrictJson } from './strict-json.js';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

function reasonOf(text: string | Buffer): string {
  try {
    parseStrictJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
  return 'accepted';
}

/** Documents on which JSON.parse and this parser must agree: shallow, no NUL, no __proto__. */
const harmless = fc
  .jsonValue({ maxDepth: 8 })
  .filter((value) => !/\\u0000|__proto__|\\ud[89a-f]/i.test(JSON.stringify(value)));

describe('a JSON body', () => {
  it('is what JSON.parse makes of it, however it is spaced', () => {
    fc.assert(
      fc.property(harmless, fc.constantFrom(0, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never fails except with a refusal, for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void reasonOf(Buffer.from(bytes))));
    const nearlyJson = fc.array(
      fc.constantFrom('{', '}', '[', ']', '"', ':', ',', 'a', '\\', '1', ' ', 'true', '\\u0061'),
    );
    fc.assert(
      fc.property(nearlyJson, (parts) => void reasonOf(parts.join(''))),
      { numRuns: 1000 },
    );
  });

  it('may be empty', () => {
    expect(parse('')).toBeUndefined();
  });

  it.each(['{', '{a:1}', "{'a':1}", '{"a":1,}', '[1,]', '01', 'NaN', '// x', '{"a":1}{"b":2}', '\ufeff{}', '"\n"'])(
    'that is not JSON is refused: %j',
    (text) => expect(reasonOf(text)).toBe('malformed_json'),
  );

  it.each([[0xff], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22]])(
    'that is not UTF-8 is refused: %j',
    (...bytes) => expect(reasonOf(Buffer.from(bytes))).toBe('malformed_json'),
  );

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"a":1,"b":{},"a":1}',
    '{"x":[{"a":1,"a":1}]}',
    '{"":1,"":2}',
    '{"a\\"b":1,"a\\"b":2}',
  ])('with a member twice is refused: %s', (text) => expect(reasonOf(text)).toBe('invalid_request'));

  it.each(['{"a":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"a","b":"a"}', '{"a":["a","a"]}', '{"a":"\\"a\\":"}'])(
    'with the same name in different places is fine: %s',
    (text) => expect(parse(text)).toEqual(JSON.parse(text)),
  );

  it.each(['{"__proto__":1}', '{"a":{"__proto__":{}}}', '{"\\u005f_proto__":1}'])(
    'with __proto__ is refused: %s',
    (text) => expect(reasonOf(text)).toBe('invalid_request'),
  );

  it.each(['{"a":"\\u0000"}', '{"\\u0000":1}', '["\\ud800"]', '{"a":"\\udc00x"}'])(
    'with NUL or half a character is refused: %s',
    (text) => expect(reasonOf(text)).toBe('invalid_request'),
  );

  it('nested too deeply is refused, and depth costs no stack', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(reasonOf(nested(16))).toBe('accepted');
    expect(reasonOf(nested(17))).toBe('invalid_request');
    expect(reasonOf(nested(32_000))).toBe('invalid_request');
    expect(reasonOf('{"a":'.repeat(12_000) + '1' + '}'.repeat(12_000))).toBe('invalid_request');
  });
});
