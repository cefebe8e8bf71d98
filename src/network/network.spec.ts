import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { growth, LINEAR } from '../../test/support/cost.js';
import { NetworkFault } from './network-fault.js';
import { canonicalAddress, Network, networkOf, parseAddress } from './network.js';

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const hex = (group: number) => group.toString(16);
const ipv6 = groups.map((words) => words.map(hex).join(':'));
const isMapped = (address: string) => parseAddress(address).kind() === 'ipv4';

const contains = (network: string, address: string) => Network.parse(network).contains(parseAddress(address));
const faultOf = (text: string): string => {
  try {
    Network.parse(text);
  } catch (error) {
    if (error instanceof NetworkFault) return error.message;
    throw error;
  }
  return '';
};

describe('an address', () => {
  it('has one canonical form, which is read back as itself', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (text) => {
        const canonical = canonicalAddress(text);
        expect(canonical).toBeDefined();
        expect(canonicalAddress(canonical!)).toBe(canonical);
        expect(canonicalAddress(text.toUpperCase())).toBe(canonical);
      }),
    );
  });

  it('that is IPv4-mapped equals its IPv4, however it is spelled', () => {
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), ([a, b, c, d]) => {
        const dotted = [a, b, c, d].join('.');
        const tail = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
        for (const mapped of [`::ffff:${dotted}`, `::FFFF:${dotted}`, `::ffff:${tail}`, `0:0:0:0:0:ffff:${dotted}`]) {
          expect(canonicalAddress(mapped)).toBe(dotted);
        }
      }),
    );
  });

  it('with a dotted tail but no mapping stays IPv6', () => {
    expect(canonicalAddress('::1.2.3.4')).toBe('::102:304');
    expect(canonicalAddress('64:ff9b::1.2.3.4')).toBe('64:ff9b::102:304');
    expect(canonicalAddress('::ffff:0:1.2.3.4')).toBe('::ffff:0:102:304');
    expect(contains('1.2.3.4', '::1.2.3.4')).toBe(false);
    // PostgreSQL writes ::102:304 in this form
    expect(Network.parse('::1.2.3.4/128').toString()).toBe('::102:304/128');
  });

  it.each([
    '',
    ' ',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.-4',
    '1.2.3.4 ',
    '\t1.2.3.4',
    '1.2.3.4\n',
    '01.2.3.4',
    '1.2.3.04',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '127.1',
    '127.0.1',
    '1.2.3.4:80',
    '[::1]',
    '[::1]:443',
    '::1%lo',
    'fe80::1%eth0',
    '1::2::3',
    ':::',
    ':1',
    '1:',
    '12345::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::ffff:1.2.3',
    '::ffff:01.2.3.4',
    '::ffff:1.2.3.256',
    '::ffff:0x7f.0.0.1',
    '::1.2.3.4:5',
    'g::1',
    'localhost',
    'example.com',
    '*',
    'null',
    '１.2.3.4',
    '1.2.3.4\0',
  ])('is not %j', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
    expect(() => parseAddress(text)).toThrow(NetworkFault);
  });

  it('is found in any text or not, but never crashes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const canonical = canonicalAddress(text);
        if (canonical !== undefined) expect(canonicalAddress(canonical)).toBe(canonical);
      }),
    );
  });

  it('costs no more to refuse than its length, however long it is', async () => {
    for (const part of ['1', '1.', ':', '0x', '%']) {
      const refuse = (length: number) => {
        const text = part.repeat(length / part.length);
        expect(canonicalAddress(text)).toBeUndefined();
        expect(faultOf(text)).not.toBe('');
      };
      expect(await growth(50_000, refuse)).toBeLessThan(LINEAR);
    }
  });
});

describe('a network', () => {
  it('contains exactly the addresses that share its leading bits', () => {
    fc.assert(
      fc.property(ipv4, ipv4, fc.integer({ min: 0, max: 32 }), (one, other, prefix) => {
        const bits = (text: string) =>
          text
            .split('.')
            .map((part) => Number(part).toString(2).padStart(8, '0'))
            .join('');
        const base = bits(one).slice(0, prefix).padEnd(32, '0');
        const network = `${[0, 8, 16, 24].map((at) => parseInt(base.slice(at, at + 8), 2)).join('.')}/${String(prefix)}`;
        expect(contains(network, one)).toBe(true);
        expect(contains(network, other)).toBe(bits(one).slice(0, prefix) === bits(other).slice(0, prefix));
        expect(contains(network, `::ffff:${one}`)).toBe(true);
      }),
    );
  });

  it('of IPv6 does too', () => {
    fc.assert(
      fc.property(groups, groups, fc.integer({ min: 0, max: 128 }), (one, other, prefix) => {
        const bits = (words: number[]) => words.map((word) => word.toString(2).padStart(16, '0')).join('');
        const text = (all: string) => (all.match(/.{16}/g) ?? []).map((word) => hex(parseInt(word, 2))).join(':');
        const base = text(bits(one).slice(0, prefix).padEnd(128, '0'));
        fc.pre(![base, text(bits(one)), text(bits(other))].some(isMapped));
        const network = `${base}/${String(prefix)}`;
        expect(contains(network, text(bits(one)))).toBe(true);
        expect(contains(network, text(bits(other)))).toBe(bits(one).slice(0, prefix) === bits(other).slice(0, prefix));
      }),
    );
  });

  it('is read back from its canonical text as itself', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (address) => {
        const network = Network.parse(address).toString();
        expect(network).toMatch(/\/(32|128)$/);
        expect(Network.parse(network).toString()).toBe(network);
      }),
    );
  });

  it('with host bits is refused, and the right one named, which then passes', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), fc.integer({ min: 0, max: 31 }), (address, prefix) => {
        fc.pre(!(address.includes(':') && isMapped(address)));
        const fault = faultOf(`${address}/${String(prefix)}`);
        if (fault === '') return;
        const meant = /^has host bits set; did you mean (\S+)\?$/.exec(fault)?.[1];
        expect(Network.parse(meant!).toString()).toBe(meant);
        expect(contains(meant!, address)).toBe(true);
      }),
    );
  });

  it('of all addresses is /0 of its own family', () => {
    expect(contains('0.0.0.0/0', '203.0.113.7')).toBe(true);
    expect(contains('0.0.0.0/0', '::ffff:203.0.113.7')).toBe(true);
    expect(contains('0.0.0.0/0', '2001:db8::1')).toBe(false);
    expect(contains('::/0', '2001:db8::1')).toBe(true);
    expect(contains('::/0', '203.0.113.7')).toBe(false);
    expect(contains('::/0', '::ffff:203.0.113.7')).toBe(false);
  });

  it('of one address is a /32 or /128, written with or without it', () => {
    expect(Network.parse('203.0.113.7').toString()).toBe('203.0.113.7/32');
    expect(Network.parse('2001:DB8:0::1').toString()).toBe('2001:db8::1/128');
    expect(contains('203.0.113.7/32', '203.0.113.8')).toBe(false);
    expect(contains('2001:db8::1/128', '2001:db8::2')).toBe(false);
  });

  it('that is IPv4-mapped is the IPv4 network, and never a wider one', () => {
    expect(Network.parse('::ffff:10.0.0.0/104').toString()).toBe('10.0.0.0/8');
    expect(Network.parse('::ffff:a00:0/104').toString()).toBe('10.0.0.0/8');
    expect(Network.parse('::ffff:203.0.113.7').toString()).toBe('203.0.113.7/32');
    expect(Network.parse('::ffff:0:0/96').toString()).toBe('0.0.0.0/0');
    expect(faultOf('::ffff:10.0.0.0/8')).toBe('is an IPv4-mapped network wider than /96; did you mean 10.0.0.0/8?');
    expect(faultOf('::ffff:10.0.0.0/95')).toBe('is an IPv4-mapped network wider than /96; write the IPv4 network');
    expect(faultOf('::ffff:10.0.0.1/104')).toBe('has host bits set; did you mean 10.0.0.0/8?');
  });

  it.each([
    ['10.0.0.1/8', 'did you mean 10.0.0.0/8?'],
    ['2001:db8::1/32', 'did you mean 2001:db8::/32?'],
    ['10/8', 'did you mean 10.0.0.0/8?'],
    ['192.168/16', 'did you mean 192.168.0.0/16?'],
    ['010.0.0.1', 'did you mean 10.0.0.1?'],
    ['10.0.0.08/29', 'did you mean 10.0.0.8/29?'],
    ['0x7f.0.0.1', 'did you mean 127.0.0.1?'],
    ['0x7f000001', 'did you mean 127.0.0.1?'],
    ['2130706433', 'did you mean 127.0.0.1?'],
    ['127.1', 'did you mean 127.0.0.1?'],
    ['fe80::1%eth0', 'has a zone id; write the address without it'],
    ['203.0.113.7:443', 'has a port or brackets; write the address alone'],
    ['[2001:db8::1]:443', 'has a port or brackets; write the address alone'],
    ['[2001:db8::1]', 'has a port or brackets; write the address alone'],
    [' 203.0.113.7', 'has spaces in it; write it without them'],
    ['203.0.113.7 ', 'has spaces in it; write it without them'],
    ['10.0.0.0 /8', 'has spaces in it; write it without them'],
    ['10.0.0.*', 'has a wildcard; write a CIDR, such as 10.0.0.0/8'],
    ['10.0.0.0/', 'has a prefix length that is not a number from 0 to 32'],
    ['10.0.0.0/33', 'has a prefix length that is not a number from 0 to 32'],
    ['10.0.0.0/08', 'has a prefix length that is not a number from 0 to 32'],
    ['10.0.0.0/-1', 'has a prefix length that is not a number from 0 to 32'],
    ['10.0.0.0/255.0.0.0', 'has a prefix length that is not a number from 0 to 32'],
    ['10.0.0.0/8/8', 'has a prefix length that is not a number from 0 to 32'],
    ['2001:db8::/129', 'has a prefix length that is not a number from 0 to 128'],
    ['example.com', 'is not an IP address or CIDR, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32'],
    ['', 'is not an IP address or CIDR, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32'],
  ])('%j is refused with the fix', (text, fix) => {
    expect(faultOf(text)).toContain(fix);
  });
});

describe('the network an attempt is counted under', () => {
  it('is an IPv4 address, mapped or not, or the /64 of an IPv6 address', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2::')).toBe(networkOf('2001:db8:1:2:ffff:ffff:ffff:ffff'));
  });
});
