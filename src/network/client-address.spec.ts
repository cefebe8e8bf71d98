import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { growth, LINEAR } from '../../test/support/cost.js';
import { clientAddress, peerAddress, seemsUnnamedProxy } from './client-address.js';
import { Network } from './network.js';

const proxies = ['10.0.0.0/8', '2001:db8::1'].map((text) => Network.parse(text));
const PROXY = '10.0.0.1';
const byte = fc.integer({ min: 0, max: 255 });
const client = fc.tuple(fc.integer({ min: 11, max: 223 }), byte, byte, byte).map((bytes) => bytes.join('.'));
const proxy = fc.tuple(byte, byte, byte).map((bytes) => `10.${bytes.join('.')}`);

describe('the address of a client', () => {
  it('is the peer if no proxy is trusted, for any header', () => {
    fc.assert(
      fc.property(client, fc.string(), (peer, header) => {
        expect(clientAddress(peer, header, [])).toBe(peer);
      }),
    );
  });

  it('is the peer if the peer is not a trusted proxy, for any header', () => {
    fc.assert(
      fc.property(client, fc.oneof(fc.string(), client), (peer, header) => {
        expect(clientAddress(peer, header, proxies)).toBe(peer);
      }),
    );
  });

  it('is the rightmost hop that is not a trusted proxy, for anything the client wrote before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(client, proxy, fc.string())),
        client,
        fc.array(proxy, { maxLength: 20 }),
        (forged, real, chain) => {
          const header = [...forged.map((text) => text.replaceAll(',', ' ')), real, ...chain].join(', ');
          expect(clientAddress(PROXY, header, proxies)).toBe(real);
        },
      ),
    );
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['a name', 'client.example.com'],
    ['a name after an address', '203.0.113.7, localhost'],
    ['a port alone', ':5000'],
    ['a port that is none', '203.0.113.7:http'],
    ['a port without digits', '203.0.113.7:'],
    ['a zone id of IPv4', '203.0.113.7%eth0'],
    ['a zone id without an address', '%eth0'],
    ['a zone id without a name', 'fe80::1%'],
    ['a zone id after the brackets', '[fe80::1]%eth0'],
    ['IPv4 in brackets', '[203.0.113.7]:4711'],
    ['brackets in brackets', '[[2001:db8::7]]:4711'],
    ['brackets that do not end', '[2001:db8::7'],
    ['a name with a port', 'client.example.com:4711'],
    ['a short form with a port', '203.0.7:4711'],
    ['quotes', '"[2001:db8::7]:4711"'],
    ['an obfuscated hop', '203.0.113.7, unknown'],
    ['an octal spelling', '0313.0.113.7'],
    ['an empty hop', '203.0.113.7,'],
  ])('is the proxy itself when it passes on %s', (_, header) => {
    expect(clientAddress(PROXY, header, proxies)).toBe(PROXY);
  });

  it.each([
    ['203.0.113.7:4711', '203.0.113.7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['[2001:DB8:0::7]', '2001:db8::7'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['198.51.100.1:1, 203.0.113.7:4711, 10.0.0.2:80', '203.0.113.7'],
  ])('is read from %s, as proxies write it with a port', (header, address) => {
    expect(clientAddress(PROXY, header, proxies)).toBe(address);
  });

  it.each([
    ['fe80::1%eth0', 'fe80::1'],
    ['FE80::1%25', 'fe80::1'],
    ['[fe80::1%eth0]', 'fe80::1'],
    ['[fe80::1%eth0.100]:4711', 'fe80::1'],
    ['203.0.113.7, fe80::1%eth0, 10.0.0.2', 'fe80::1'],
  ])('is read from %s without the name of the interface', (header, address) => {
    expect(clientAddress(PROXY, header, proxies)).toBe(address);
  });

  it('is told of a hop that a trusted proxy wrote and that cannot be read, and of no other', () => {
    const told: string[][] = [];
    const tell = (hop: string, proxy: string) => void told.push([hop, proxy]);
    clientAddress(PROXY, 'what the client wrote, 203.0.113.7', proxies, tell);
    clientAddress('203.0.113.9', 'unknown', proxies, tell);
    clientAddress(PROXY, undefined, proxies, tell);
    expect(told).toEqual([]);
    clientAddress(PROXY, 'unknown, 10.0.0.2', proxies, tell);
    expect(told).toEqual([['unknown', '10.0.0.2']]);
  });

  it('is the last proxy seen when all hops are trusted', () => {
    expect(clientAddress(PROXY, '10.0.0.3, 10.0.0.2', proxies)).toBe('10.0.0.3');
  });

  it('takes an IPv4-mapped peer and an IPv4-mapped hop for their IPv4', () => {
    expect(clientAddress(peerAddress('::ffff:10.0.0.1'), '::ffff:203.0.113.7', proxies)).toBe('203.0.113.7');
    expect(clientAddress(peerAddress('::ffff:203.0.113.9'), '203.0.113.7', proxies)).toBe('203.0.113.9');
    const mapped = [Network.parse('::ffff:10.0.0.0/104')];
    expect(clientAddress('10.0.0.1', '203.0.113.7', mapped)).toBe('203.0.113.7');
    expect(clientAddress('11.0.0.1', '203.0.113.7', mapped)).toBe('11.0.0.1');
  });

  it('looks through a proxy on IPv6', () => {
    expect(clientAddress(peerAddress('2001:DB8:0::1'), ' 2001:db8::ffff , 10.1.1.1', proxies)).toBe('2001:db8::ffff');
  });

  it('is a link-local peer without the name of its interface', () => {
    expect(clientAddress(peerAddress('fe80::1%eth0'), '203.0.113.7', proxies)).toBe('fe80::1');
  });

  it('is no usable address if the peer has none', () => {
    expect(clientAddress(peerAddress(''), '203.0.113.7', proxies)).toBe('0.0.0.0');
  });

  it.each([
    ['a private address', '192.168.1.1', true],
    ['the loopback', '127.0.0.1', true],
    ['a unique local address', 'fd00::1', true],
    ['a private address that is named', '10.9.9.9', false],
    ['a public address', '203.0.114.9', false],
    ['a public address of IPv6', '2001:4860::1', false],
  ])('of %s seems to be a proxy without a name: %s, %s', (_, peer, seems) => {
    expect(seemsUnnamedProxy(peer, proxies)).toBe(seems);
  });

  it('looks at a bounded number of hops, at no cost beyond the length of the header', async () => {
    const look = (hops: number) => {
      const header = Array.from({ length: hops }, () => '10.0.0.2').join(',');
      expect(clientAddress(PROXY, `203.0.113.7,${header}`, proxies)).toBe('10.0.0.2');
    };
    expect(await growth(5000, look)).toBeLessThan(LINEAR);
  });
});
