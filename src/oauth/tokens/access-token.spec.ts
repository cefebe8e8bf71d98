import { CompactSign } from 'jose';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../clock/clock.js';
import { loadSettings, Settings } from '../../config/settings.js';
import { newSigningKey } from '../../admin/signing-keys/new-signing-key.js';
import { type AccessTokenContent, AccessTokens } from './access-token.js';
import { KeyRing } from './key-ring.js';
import type { Applications } from '../stores/applications.js';

class StoppedClock extends Clock {
  time = new Date('2026-01-15T10:30:00.750Z');

  override now(): Date {
    return this.time;
  }
}

const ISSUER = 'https://auth.example.com';
const settings = Settings.complete(loadSettings({ ISSUER }), { databaseUrl: '', secretKey: '' });
const CONTENT: AccessTokenContent = { sub: 'user', aud: ISSUER, client_id: 'client', scope: 'public', epoch: '0.0' };
const IAT = Date.UTC(2026, 0, 15, 10, 30) / 1000;

const nothing = () => undefined;
const NO_APPLICATIONS: Applications = {
  byClientId: nothing,
  endEverything: () => Promise.resolve(),
  secretUsed: nothing,
  passwordGrantUsed: nothing,
  codeWithoutPkceUsed: nothing,
};

let clock: StoppedClock;
let ring: KeyRing;
let tokens: AccessTokens;

beforeAll(async () => {
  clock = new StoppedClock();
  ring = new KeyRing();
  ring.replace([await newSigningKey('ES256', clock.now())]);
  tokens = new AccessTokens(settings, ring, clock, { byIdentifier: nothing }, NO_APPLICATIONS);
});

async function at<T>(time: Date, act: () => Promise<T>): Promise<T> {
  const before = clock.time;
  clock.time = time;
  try {
    return await act();
  } finally {
    clock.time = before;
  }
}

/** Signed with the server's key, with claims that it would never write. */
function signed(claims: object): Promise<string> {
  const { kid, privateKey } = ring.current('ES256', clock.now())!;
  const header = { alg: 'ES256', typ: 'at+jwt', kid };
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(privateKey);
}

describe('an access token', () => {
  it('names its subject, its audience and its times in whole seconds', async () => {
    const claims = await tokens.read(await tokens.issue(CONTENT, 3600));
    expect(claims).toEqual({
      ...CONTENT,
      iss: ISSUER,
      iat: IAT,
      exp: IAT + 3600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('has a unique id', async () => {
    const issued = await Promise.all(Array.from({ length: 50 }, () => tokens.issue(CONTENT, 60)));
    const claims = await Promise.all(issued.map(async (token) => tokens.read(token)));
    expect(new Set(claims.map((of) => of?.jti)).size).toBe(50);
  });

  it('lives until just before its last second begins, and no longer', async () => {
    const token = await tokens.issue(CONTENT, 60);
    expect(await at(new Date((IAT + 60) * 1000 - 1), async () => tokens.read(token))).toBeDefined();
    expect(await at(new Date((IAT + 60) * 1000), async () => tokens.read(token))).toBeUndefined();
  });

  it('of another issuer is none, even signed with our key', async () => {
    const foreign = { ...CONTENT, iss: 'https://evil.example.com', jti: 'x', iat: IAT, exp: IAT + 60 };
    for (const claims of [
      foreign,
      { ...foreign, iss: undefined },
      { ...foreign, iss: [ISSUER] },
      { ...foreign, iss: `${ISSUER}/` },
    ]) {
      expect(await tokens.read(await signed(claims))).toBeUndefined();
    }
  });

  it.each([
    undefined,
    null,
    'soon',
    '',
    '99999999999',
    -1,
    0,
    99_999_999_999.5,
    1e300,
    Number.NaN,
    [],
    [99_999_999_999],
    {},
  ])('whose exp is %j is none', async (exp) => {
    const claims = { ...CONTENT, iss: ISSUER, jti: 'x', iat: IAT, exp };
    expect(await tokens.read(await signed(claims))).toBeUndefined();
  });

  it('is read again with claims that are right', async () => {
    const claims = { ...CONTENT, iss: ISSUER, jti: 'x', iat: IAT, exp: IAT + 60 };
    expect(await tokens.read(await signed(claims))).toEqual(claims);
  });

  it('is not an id_token, nor the reverse', async () => {
    const claims = { ...CONTENT, iss: ISSUER, jti: 'x', iat: IAT, exp: IAT + 60 };
    expect(await tokens.read(await ring.sign('JWT', claims, 'ES256', clock.now()))).toBeUndefined();
    expect(await ring.verify('JWT', await tokens.issue(CONTENT, 60))).toBeUndefined();
  });
});
