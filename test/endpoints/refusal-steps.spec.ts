import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { DpopKey } from '../support/dpop-key.js';
import { eventually } from '../support/eventually.js';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { challengeOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addSigningClient, assertionFields, secondsNow } from '../support/signing-client.js';
import { expectOf } from '../support/expect-of.js';
import { writtenEvent } from '../support/written-event.js';

interface Step {
  check: string;
  outcome: 'passed' | 'failed' | 'not_reached';
  note?: string;
}

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
}

const ELSEWHERE = '203.0.113.9';
const PASSWORD = 'a password beyond guessing';

describe('the steps of a refusal, in the audit trail', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let shop: Application;
  let second: string;
  const token = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    postForm(`${latchkey.baseUrl}/oauth/token`, form, headers);
  const identity = () => ({ client_id: shop.client_id, client_secret: shop.client_secret });
  const from = (address: string) => ({ 'x-forwarded-for': address });

  beforeAll(async () => {
    latchkey = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1' } });
    admin = await administrator(latchkey);
    const created = await admin.api.post('applications', {
      name: 'Shop',
      scopes: ['read_items'],
      grant_types: ['client_credentials', 'password', 'refresh_token', 'authorization_code'],
      redirect_uris: ['https://shop.example/callback'],
    });
    shop = created.json as Application;
    second = ((await admin.api.post(`applications/${shop.id}/secrets`, {})).json as { client_secret: string })
      .client_secret;
  });
  afterAll(() => latchkey.stop());

  async function stepsOf({ headers }: Answer): Promise<Step[]> {
    const query = `audit-events?request_id=${String(headers['x-request-id'])}`;
    let steps: Step[] = [];
    await eventually(
      () => admin.api.get(query),
      ({ json, text }) => {
        const { data } = json as { data: { details: { steps: Step[] } | null }[] };
        steps = data[0]?.details?.steps ?? [];
        expect(steps).not.toEqual([]);
        for (const secret of [PASSWORD, shop.client_secret, second]) expect(text).not.toContain(secret);
      },
    );
    return steps;
  }

  async function linesOf(answer: Answer): Promise<string[]> {
    const marks = { passed: '✓', failed: '✕', not_reached: '·' };
    return (await stepsOf(answer)).map(
      ({ check, outcome, note }) => `${marks[outcome]} ${check}${note === undefined ? '' : ` (${note})`}`,
    );
  }

  it('say that no secret matched', async () => {
    const answer = await token({
      grant_type: 'client_credentials',
      client_id: shop.client_id,
      client_secret: PASSWORD,
    });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('secrets');
    expect(await linesOf(answer)).toEqual([
      '✓ The request names its client',
      '✓ The client is known (Shop)',
      '✓ It authenticates by the method it registered (client_secret_basic)',
      "✕ It proves who it is (none of the application's secrets matches: it has 2)",
      '· Its security profile allows it in',
      '· It is enabled',
      '· Its whitelist lets the address in',
    ]);
  });

  it('say that the client is unknown', async () => {
    const answer = await token({ grant_type: 'client_credentials' }, basic('unknown', PASSWORD));
    expect((await linesOf(answer)).slice(0, 3)).toEqual([
      '✓ The request names its client',
      '✕ The client is known (no such client)',
      '· It authenticates by the method it registered',
    ]);
  });

  it('say which secret matched, and which address is not on the list', async () => {
    const entry = { cidr: '127.0.0.1', note: 'here' };
    const added = await admin.api.post(`applications/${shop.id}/ip-whitelist`, entry);
    expectOf(added.text, added.status).toBe(201);
    const answer = await token(
      { grant_type: 'client_credentials', client_id: shop.client_id, client_secret: second },
      from(ELSEWHERE),
    );
    expect(answer.status).toBe(403);
    const lines = await linesOf(answer);
    expect(lines).toContain('✓ It proves who it is (secret 2 of 2 matched)');
    expect(lines.at(-1)).toBe(`✕ Its whitelist lets the address in (${ELSEWHERE} is not on the list of 1 entry)`);
    const { id } = added.json as { id: string };
    expect((await admin.api.delete(`applications/${shop.id}/ip-whitelist/${id}`)).status).toBe(204);
  });

  it('go from the client to the grant, the account and the scopes', async () => {
    const wrong = await token({ grant_type: 'password', username: admin.email, password: PASSWORD, ...identity() });
    expect((await linesOf(wrong)).slice(3)).toEqual([
      '✓ It proves who it is (secret 1 of 2 matched)',
      '✓ Its security profile allows it in',
      '✓ It is enabled',
      '✓ Its whitelist lets the address in (127.0.0.1; there is no list)',
      '✓ This server offers the grant',
      '✓ The application may use it',
      '✓ Its security profile allows the request',
      '✓ The application can keep a secret',
      '✓ Every API it names is known',
      '✓ Not too many failed before',
      '✓ An account has that name',
      '✕ The password is theirs (wrong password)',
      '· The account is enabled',
      "· The account's whitelist lets the address in",
      '· The second factor that the account needs is theirs',
      '· The application may ask for the scopes',
      '· One of them at least can be granted',
    ]);
    const scope = await token({ grant_type: 'client_credentials', scope: 'write_items', ...identity() });
    expect((await linesOf(scope)).at(-2)).toBe(
      '✕ The application may ask for the scopes (scope: this application may not ask for write_items)',
    );
    const grant = await token({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', ...identity() });
    expect(await linesOf(grant)).toContain(
      '✕ The application may use it (grant_type: this application may not use urn:ietf:params:oauth:grant-type:device_code)',
    );
    const refresh = await token({ grant_type: 'refresh_token', refresh_token: PASSWORD, ...identity() });
    expect(await linesOf(refresh)).toContain(
      '✕ The refresh token is one of this server (not a refresh token of this server)',
    );
  });

  it('are kept of introspection and revocation, too', async () => {
    for (const path of ['introspect', 'revoke']) {
      const answer = await postForm(
        `${latchkey.baseUrl}/oauth/${path}`,
        { token: 'x' },
        basic(shop.client_id, 'wrong'),
      );
      expectOf(path, await linesOf(answer)).toContain(
        "✕ It proves who it is (none of the application's secrets matches: it has 2)",
      );
    }
  });

  it('are kept of the documented sign-ins, whose callers hear none of it', async () => {
    const answers = [
      await postJson(`${latchkey.baseUrl}/auth/login`, { username: 'unknown', password: PASSWORD }),
      await postJson(`${latchkey.baseUrl}/v1/auth/login`, { email: admin.email, password: PASSWORD }),
      await postJson(`${latchkey.baseUrl}/v1/session/login`, { email: admin.email, password: PASSWORD }),
    ];
    const failed = [];
    for (const answer of answers) {
      expect(answer.text).not.toMatch(/An account has|wrong password|no such user/);
      failed.push((await linesOf(answer)).find((line) => line.startsWith('✕')));
    }
    expect(failed).toEqual([
      '✕ An account has that name (no such user)',
      '✕ The password is theirs (wrong password)',
      '✕ The password is theirs (wrong password)',
    ]);
  });

  it('say why a bearer, a key or a cookie was not enough', async () => {
    const member = await newPerson(latchkey, admin);
    const users = `${latchkey.baseUrl}/api/v1/users`;
    const role = await linesOf(await call(users, { headers: bearer(member.token) }));
    expect(role[0]).toBe('✓ The access token is one of this server, and has not expired');
    expect(role.filter((line) => line.startsWith('✕'))).toHaveLength(1);

    const made = await admin.api.post('api-keys', { name: 'Narrow', scopes: ['read_items'] });
    const { key, id } = made.json as { key: string; id: string };
    const scope = await linesOf(await call(users, { headers: { 'x-api-key': key } }));
    expect(scope).toContain('✕ The credential carries the scope (needs the scope read:users)');
    await admin.api.post(`api-keys/${id}/ip-whitelist`, { cidr: '198.51.100.0/24', force: true });
    const address = await linesOf(await call(users, { headers: { 'x-api-key': key, ...from(ELSEWHERE) } }));
    expect(address).toContain(`✓ The API key is known, and was not revoked (${id})`);
    expect(address).toContain(`✕ The key's whitelist lets the address in (${ELSEWHERE} is not on the list of 1 entry)`);
    expect(JSON.stringify(address)).not.toContain(key);

    const cookie = await linesOf(
      await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: { cookie: `${latchkey.cookies.session}=forged` } }),
    );
    expect(cookie).toContain('✕ The session goes on (no such session, or it has ended)');
  });

  /** What the audit trail sets side by side; the answer itself says none of it. */
  const compared = async (answer: Answer) => {
    expect(answer.text).not.toContain('shop.example');
    const { details } = await writtenEvent(admin, String(answer.headers['x-request-id']));
    expect(details?.compared).toBeDefined();
    return details?.compared;
  };

  it('set what was sent beside what would have been accepted, where that says more', async () => {
    const authorize = (more: Record<string, string>) =>
      call(
        `${latchkey.baseUrl}/oauth/authorize?${new URLSearchParams({ client_id: shop.client_id, ...more }).toString()}`,
      );
    const registered = 'https://shop.example/callback';
    expect(
      await compared(await authorize({ redirect_uri: 'https://SHOP.test/callback/', response_type: 'code' })),
    ).toEqual({
      parameter: 'redirect_uri',
      sent: 'https://SHOP.test/callback/',
      accepted: [registered],
    });
    const scope = { grant_type: 'client_credentials', scope: 'write_items', ...identity() };
    expect(await compared(await token(scope))).toEqual({
      parameter: 'scope',
      sent: 'write_items',
      accepted: ['read_items'],
    });
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', ...identity() };
    expect(await compared(await token(grant))).toMatchObject({ parameter: 'grant_type', sent: grant.grant_type });
    expect(await compared(await token({ grant_type: 'client_credentials', client_id: shop.client_id }))).toEqual({
      parameter: 'token_endpoint_auth_method',
      sent: 'none',
      accepted: ['client_secret_basic'],
    });

    const { client_id } = (
      await admin.api.post('applications', {
        name: 'Page',
        type: 'public',
        scopes: ['read_items'],
        redirect_uris: ['https://page.test/callback'],
      })
    ).json as Application;
    const parameters = { client_id, redirect_uri: 'https://page.test/callback', response_type: 'code' };
    expect(await compared(await authorize(parameters))).toMatchObject({
      parameter: 'code_challenge_method',
      sent: null,
      accepted: ['S256'],
    });
    const plain = { ...parameters, code_challenge: 'c'.repeat(43), code_challenge_method: 'plain' };
    expect(await compared(await authorize(plain))).toMatchObject({
      parameter: 'code_challenge_method',
      sent: 'plain',
      accepted: ['S256'],
    });

    const signing = await addSigningClient(latchkey.database);
    const signed = async (claims: Record<string, unknown>) => {
      const fields = await assertionFields(signing.key, signing.clientId, latchkey.baseUrl, claims);
      return compared(await token({ grant_type: 'client_credentials', ...fields }));
    };
    expect(await signed({ aud: 'https://other.test' })).toMatchObject({
      parameter: 'aud',
      sent: 'https://other.test',
      accepted: expect.arrayContaining([latchkey.baseUrl]),
    });
    const past = secondsNow() - 86_400;
    expect(await signed({ iat: past - 60, exp: past })).toMatchObject({
      parameter: 'exp',
      sent: new Date(past * 1000).toISOString(),
    });
  });

  it('do so at the redemption of a code, the refresh, the resource and the DPoP proof', async () => {
    const party = await RelyingParty.at(latchkey, { firstParty: true, redirectUris: ['https://party.test/callback'] });
    const person = await newPerson(latchkey, admin);
    const redeemed = async (more: Record<string, string>) => {
      const back = await party.authorize(person);
      return compared(await party.redeem(back.searchParams.get('code') ?? '', more));
    };
    const other = randomBytes(32).toString('base64url');
    expect(await redeemed({ code_verifier: other })).toEqual({
      parameter: 'code_verifier',
      sent: challengeOf(other),
      accepted: [challengeOf(VERIFIER)],
    });
    expect(await redeemed({ redirect_uri: 'https://party.test/callback/' })).toEqual({
      parameter: 'redirect_uri',
      sent: 'https://party.test/callback/',
      accepted: ['https://party.test/callback'],
    });
    expect(await redeemed({ resource: `${latchkey.baseUrl}/elsewhere` })).toMatchObject({
      parameter: 'resource',
      sent: `${latchkey.baseUrl}/elsewhere`,
    });
    const { refresh_token: token = '' } = await party.tokens(person, { scope: 'openid offline_access' });
    const wide = { grant_type: 'refresh_token', refresh_token: token, scope: 'openid read_items' };
    expect(await compared(await party.token(wide))).toMatchObject({ parameter: 'scope', sent: 'openid read_items' });

    const key = await DpopKey.make();
    const proof = async (claims: Record<string, unknown>) =>
      compared(
        await party.token(
          { grant_type: 'refresh_token', refresh_token: token },
          { dpop: await key.proof('POST', `${latchkey.baseUrl}/oauth/token`, { claims }) },
        ),
      );
    const past = secondsNow() - 3600;
    const bare = await key.proof('POST', `${latchkey.baseUrl}/oauth/token`);
    const { headers } = await party.token({ grant_type: 'refresh_token', refresh_token: token }, { dpop: bare });
    expect(await proof({ iat: past, nonce: headers['dpop-nonce'] })).toMatchObject({
      parameter: 'iat',
      sent: new Date(past * 1000).toISOString(),
    });
    expect(await proof({ htu: 'https://inside.test/oauth/token' })).toEqual({
      parameter: 'htu',
      sent: 'https://inside.test/oauth/token',
      accepted: [`${latchkey.baseUrl}/oauth/token`],
    });
    expect(await compared(await call(`${latchkey.baseUrl}${party.request({ response_type: 'token' })}`))).toEqual({
      parameter: 'response_type',
      sent: 'token',
      accepted: ['code'],
    });
  });

  it('are the ordered checks of an authorization request', async () => {
    const ask = (more: Record<string, string>) =>
      call(
        `${latchkey.baseUrl}/oauth/authorize?${new URLSearchParams({ client_id: shop.client_id, ...more }).toString()}`,
      );
    const outsider = await linesOf(await ask({ redirect_uri: 'https://evil.example/', response_type: 'code' }));
    expect(outsider.slice(0, 4)).toEqual([
      '✓ The request can be read: in the URL, pushed ahead, or signed',
      '✓ The application is known and enabled (Shop)',
      '✕ It registered the redirect URI (redirect_uri: is not one that the application registered)',
      '· The request came the way the application has to send it',
    ]);
    const scope = await linesOf(await ask({ response_type: 'code', scope: 'write_items' }));
    expect(scope).toContain(
      '✕ The application may ask for the scopes (scope: this application may not ask for write_items)',
    );
    expect(scope).toContain('✓ It asks for a code, as the application may');
    const silent = await linesOf(await ask({ response_type: 'code', prompt: 'none' }));
    expect(silent.at(-2)).toContain('✕ The person did what the request asks for');
  });
});
