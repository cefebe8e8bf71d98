import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { Whitelist } from './whitelist.js';

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));

describe('a whitelist', () => {
  it('without entries allows every address', () => {
    fc.assert(
      fc.property(ipv4, (address) => {
        expect(Whitelist.of([]).allows(address)).toBe(true);
      }),
    );
    expect(Whitelist.of([]).allows('2001:db8::1')).toBe(true);
  });

  it('admits what one of its entries contains, and nothing else', () => {
    const whitelist = Whitelist.of(['203.0.113.7', '10.0.0.0/8', '2001:db8::/32']);
    expect(
      ['203.0.113.7', '10.255.255.255', '2001:db8:ffff::1', '::ffff:10.1.2.3'].map((a) => whitelist.allows(a)),
    ).toEqual([true, true, true, true]);
    expect(
      ['203.0.113.8', '11.0.0.0', '2001:db9::1', '::ffff:11.1.2.3', '::a01:203'].map((a) => whitelist.allows(a)),
    ).toEqual([false, false, false, false, false]);
  });

  it('equals itself with every address mapped into IPv6', () => {
    fc.assert(
      fc.property(fc.array(ipv4, { minLength: 1, maxLength: 5 }), ipv4, (entries, address) => {
        const mapped = Whitelist.of(entries.map((entry) => `::ffff:${entry}`));
        const plain = Whitelist.of(entries);
        expect(mapped.allows(address)).toBe(plain.allows(address));
        expect(plain.allows(`::ffff:${address}`)).toBe(plain.allows(address));
        expect(plain.allows(entries[0]!)).toBe(true);
      }),
    );
  });

  it('with only unreadable entries allows no address', () => {
    fc.assert(
      fc.property(ipv4, (address) => {
        expect(Whitelist.of(['10.0.0.1/8']).allows(address)).toBe(false);
        expect(Whitelist.of(['', 'example.com', '::ffff:0.0.0.0/8']).allows(address)).toBe(false);
      }),
    );
  });

  it('keeps to the entries it can read', () => {
    const whitelist = Whitelist.of(['example.com', '203.0.113.7']);
    expect(whitelist.allows('203.0.113.7')).toBe(true);
    expect(whitelist.allows('203.0.113.8')).toBe(false);
  });
});
