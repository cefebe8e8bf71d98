import { createHmac } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { newSigningKey } from '../../admin/signing-keys/new-signing-key.js';
import { SIGNING_ALGORITHMS } from '../../protocol/signing-algorithm.js';
import { KeyRing, type SigningKey } from './key-ring.js';

const NOW = new Date('2026-01-15T10:30:00Z');
const hoursFromNow = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const CLAIMS = { sub: 'subject', scope: 'ü' };

function ringOf(...keys: SigningKey[]): KeyRing {
  const ring = new KeyRing();
  ring.replace(keys);
  return ring;
}

describe.each(SIGNING_ALGORITHMS)('a token signed with %s', (alg) => {
  it('verifies here and with any library that has the published key', async () => {
    const ring = ringOf(await newSigningKey(alg, NOW));
    const token = await ring.sign('at+jwt', CLAIMS, alg, NOW);
    expect(await ring.verify('at+jwt', token)).toEqual(CLAIMS);

    const [jwk] = ring.jwks().keys as [JWK];
    const { payload } = await compactVerify(token, await importJWK(jwk));
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(CLAIMS);
    expect(decodeProtectedHeader(token)).toEqual({ alg, typ: 'at+jwt', kid: jwk.kid });
  });

  it('publishes nothing private, under the thumbprint of the key', async () => {
    const [jwk] = ringOf(await newSigningKey(alg, NOW)).jwks().keys as [JWK];
    for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(jwk).not.toHaveProperty(name);
    expect(jwk).toMatchObject({ alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) });
  });

  it('is worth nothing once a single character is another', async () => {
    const ring = ringOf(await newSigningKey(alg, NOW));
    const token = await ring.sign('at+jwt', CLAIMS, alg, NOW);
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'A' ? 'B' : 'A';
      expect(await ring.verify('at+jwt', token.slice(0, i) + other + token.slice(i + 1))).toBeUndefined();
    }
  });
});

describe('the ring', () => {
  let key: SigningKey;
  let ring: KeyRing;
  beforeEach(async () => {
    key = await newSigningKey('ES256', NOW);
    ring = ringOf(key);
  });

  it('signs with the oldest key that is not retired where none may sign yet', async () => {
    const later = await newSigningKey('ES256', hoursFromNow(3));
    const retired = { ...(await newSigningKey('ES256', hoursFromNow(1))), retiredAt: NOW };
    const sooner = await newSigningKey('ES256', hoursFromNow(2));
    ring = ringOf(later, retired, sooner);
    expect(ring.current('ES256', NOW)).toBe(sooner);
    const token = await ring.sign('at+jwt', CLAIMS, 'ES256', NOW);
    expect(decodeProtectedHeader(token).kid).toBe(sooner.kid);
  });

  it('signs with the newest key that may sign by now', async () => {
    const next = await newSigningKey('ES256', hoursFromNow(1));
    const old = await newSigningKey('ES256', hoursFromNow(-1));
    ring = ringOf(old, next, key);
    expect(ring.current('ES256', hoursFromNow(-0.5))?.kid).toBe(old.kid);
    expect(ring.current('ES256', NOW)?.kid).toBe(key.kid);
    expect(ring.current('ES256', hoursFromNow(1))?.kid).toBe(next.kid);
    expect(ring.current('ES256', hoursFromNow(-2))?.kid).toBe(old.kid);
    expect(ring.jwks().keys).toHaveLength(3);
  });

  it('signs with no retired key, and still verifies what one signed', async () => {
    const token = await ring.sign('at+jwt', CLAIMS, 'ES256', NOW);
    ring.replace([{ ...key, retiredAt: NOW }]);
    await expect(ring.sign('at+jwt', CLAIMS, 'ES256', NOW)).rejects.toThrow('no ES256 key');
    expect(await ring.verify('at+jwt', token)).toEqual(CLAIMS);
    ring.replace([]);
    expect(await ring.verify('at+jwt', token)).toBeUndefined();
    expect(ring.algorithms()).toEqual([]);
  });

  it('makes the first key of an algorithm when one is needed', async () => {
    ring.makeFirst = async (alg) => ring.replace([key, await newSigningKey(alg, NOW)]);
    const token = await ring.sign('JWT', CLAIMS, 'EdDSA', NOW);
    expect(await ring.verify('JWT', token)).toEqual(CLAIMS);
    expect(ring.algorithms().sort()).toEqual(['ES256', 'EdDSA']);
  });

  it('keeps the kinds of tokens apart', async () => {
    const types = ['at+jwt', 'JWT', 'logout+jwt', 'token-introspection+jwt'] as const;
    for (const signed of types) {
      const token = await ring.sign(signed, CLAIMS, 'ES256', NOW);
      for (const asked of types) expect((await ring.verify(asked, token)) !== undefined).toBe(asked === signed);
    }
  });

  it('verifies tokens of an earlier release, whose header has another order', async () => {
    const signed = (header: { alg: string }) =>
      new CompactSign(Buffer.from(JSON.stringify(CLAIMS))).setProtectedHeader(header).sign(key.privateKey);
    const { kid } = key;
    const former = { alg: 'ES256', kid, typ: 'at+jwt' };
    expect(await ring.verify('at+jwt', await signed(former))).toEqual(CLAIMS);
    const unknown = { kid, alg: 'ES256', typ: 'at+jwt' };
    expect(await ring.verify('at+jwt', await signed(unknown))).toBeUndefined();
  });

  it('verifies nothing of another ring', async () => {
    const foreign = await ringOf(await newSigningKey('ES256', NOW)).sign('at+jwt', CLAIMS, 'ES256', NOW);
    expect(await ring.verify('at+jwt', foreign)).toBeUndefined();
    const [, payload, signature] = foreign.split('.');
    const [header] = (await ring.sign('at+jwt', CLAIMS, 'ES256', NOW)).split('.');
    expect(await ring.verify('at+jwt', [header, payload, signature].join('.'))).toBeUndefined();
  });

  it('looks headers up and never reads them: any other spelling of its own is unknown', async () => {
    const [, payload] = (await ring.sign('at+jwt', CLAIMS, 'ES256', NOW)).split('.');
    const own = { alg: 'ES256', typ: 'at+jwt', kid: key.kid };
    const unknown = [
      { ...own, crit: ['exp'] },
      { ...own, jwk: key.publicJwk },
      { typ: 'at+jwt', kid: key.kid, alg: 'ES256' },
      { ...own, alg: 'none' },
      { ...own, alg: 'HS256' },
    ];
    for (const header of unknown) {
      const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload ?? ''}`;
      const hmac = createHmac('sha256', JSON.stringify(key.publicJwk)).update(input).digest('base64url');
      for (const signature of ['', hmac]) expect(await ring.verify('at+jwt', `${input}.${signature}`)).toBeUndefined();
    }
  });

  it.each(['', '.', '..', '...', 'a', 'a.b', 'a.b.c', 'a.b.c.d', '\0.\0.\0', 'é.é.é', 'x'.repeat(100_000)])(
    'takes %j for what it is',
    async (junk) => expect(await ring.verify('at+jwt', junk)).toBeUndefined(),
  );

  it('refuses a token with a part too few or too many', async () => {
    const token = await ring.sign('at+jwt', CLAIMS, 'ES256', NOW);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const others = [`${header}.${payload}`, `${header}.${payload}.`, `${token}.`, `.${token}`, `${token}.${signature}`];
    for (const other of others) expect(await ring.verify('at+jwt', other)).toBeUndefined();
    expect(await ring.verify('at+jwt', `${header}..${payload}.${signature}`)).toBeUndefined();
  });
});
