import { describe, expect, it } from '@jest/globals';
import { parseAddress } from './network.js';
import { isPublicAddress } from './public-address.js';

describe('an address of the open Internet', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('%s is one', (address) => {
    expect(isPublicAddress(parseAddress(address))).toBe(true);
  });

  it.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['shared by carriers', '100.64.0.1'],
    ['a metadata service', '100.100.100.200'],
    ['a metadata service', '168.63.129.16'],
    ['a metadata service', '192.0.0.192'],
    ['a metadata service', '169.254.169.254'],
    ['a metadata service', 'fd00:ec2::254'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['loopback in another notation', '::ffff:127.0.0.1'],
    ['loopback in another notation', '::127.0.0.1'],
    ['loopback in another notation', '64:ff9b::7f00:1'],
    ['loopback in another notation', '2002:7f00:1::'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['for benchmarks', '198.18.0.1'],
    ['for documents', '203.0.113.7'],
    ['for documents', '2001:db8::1'],
    ['unspecified', '::'],
    ['unique local', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
  ])('%s is none: %s', (_, address) => {
    expect(isPublicAddress(parseAddress(address))).toBe(false);
  });
});
