import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyKeeper } from '../../src/admin/signing-keys/key-keeper.js';
import { bearer, call } from '../support/http.js';
import { accessToken } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const DAY = 86_400;
const HOUR = 3600;

/** What a resource server does: keeps the list of keys for as long as it is told, and checks tokens offline. */
describe('a resource server during a key rotation', () => {
  let clock: TestClock;
  let latchkey: Latchkey;
  let keeper: KeyKeeper;
  let firstKid: string | undefined;
  beforeAll(async () => {
    clock = new TestClock();
    latchkey = await startLatchkey({ clock, settings: { SIGNING_KEY_ROTATION_DAYS: '30' } });
    keeper = latchkey.app.get(KeyKeeper, { strict: false });
  });
  afterAll(() => latchkey.stop());

  const token = () => accessToken(latchkey, ADMINISTRATOR.email, ADMINISTRATOR.password);
  const kidOf = (jwt: string) => decodeProtectedHeader(jwt).kid;

  /** Verifies with a list of keys that is never fetched again. */
  async function verifierOfToday() {
    const keys = createRemoteJWKSet(new URL(`${latchkey.baseUrl}/.well-known/jwks.json`), {
      cooldownDuration: Infinity,
      cacheMaxAge: Infinity,
    });
    const verify = (jwt: string) =>
      jwtVerify(jwt, keys, { issuer: latchkey.baseUrl, audience: latchkey.baseUrl, currentDate: clock.now() });
    await verify(await token());
    return verify;
  }

  it('that fetches the keys once a day knows every key before it signs', async () => {
    firstKid = kidOf(await token());

    // a day before the rotation is due: the next key is published
    clock.advance(29 * DAY + 60);
    await keeper.tend();
    const verify = await verifierOfToday();

    clock.advance(DAY - HOUR);
    await keeper.tend();
    expect(kidOf(await token())).toBe(firstKid);

    // the switch
    clock.advance(HOUR);
    const fresh = await token();
    expect(kidOf(fresh)).not.toBe(firstKid);
    await verify(fresh);
  });

  it('accepts the last tokens of the old key until they expire, as the server itself does', async () => {
    clock.advance(29 * DAY + 60);
    await keeper.tend();
    clock.advance(DAY - 60);
    const last = await token();
    clock.advance(120);
    await keeper.tend();
    expect(kidOf(await token())).not.toBe(kidOf(last));

    clock.advance(HOUR - 120 - 10);
    await keeper.tend();
    const verify = await verifierOfToday();
    await verify(last);
    expect((await call(`${latchkey.baseUrl}/api/v1/grants`, { headers: bearer(last) })).status).toBe(200);

    clock.advance(20);
    await expect(verify(last)).rejects.toThrow('exp');
    expect((await call(`${latchkey.baseUrl}/api/v1/grants`, { headers: bearer(last) })).status).toBe(401);
  });

  it('sees the old key go when nothing it signed can be live', async () => {
    clock.advance(2 * DAY);
    await keeper.tend();
    const jwks = await call(`${latchkey.baseUrl}/.well-known/jwks.json`);
    expect((jwks.json as { keys: { alg: string }[] }).keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
    const rows = await latchkey.database.query<{ action: string }>(
      `SELECT action FROM audit_events WHERE target_id = $1 AND actor_type = 'system' ORDER BY at, id`,
      [firstKid],
    );
    expect(rows.map(({ action }) => action)).toEqual(['create', 'retire', 'remove'].map((act) => `signing-key.${act}`));
  });
});
