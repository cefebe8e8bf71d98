// What an attacker would gain: sign-in at another's application as any person who allowed theirs. An API of theirs is named
// as that application's `client_id`, a document's address, and an access token for it passes there for an id_token.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { type Answer, basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Latchkey;
let mallory: Person;
let ada: Person;

beforeAll(async () => {
  server = await startLatchkey();
  const admin = await administrator(server);
  mallory = await newPerson(server, admin);
  ada = await newPerson(server, admin);
});
afterAll(() => server.stop());

let documents = 0;

/** An API of the attacker's by the address of another's document. */
async function squatted(): Promise<string> {
  const identifier = `https://shop${String(++documents)}.example.com/client.json`;
  const body = { identifier, name: 'An API', scopes: ['read_items'], access_token_typ: 'JWT' };
  expect((await mallory.api.post('resources', body)).status).toBe(201);
  return identifier;
}

const described = (clientId: string) => addApplication(server.database, { clientId, secret: null, type: 'public' });

function attackers(exchangeTargets: string[] = []): Promise<RelyingParty> {
  return RelyingParty.at(server, {
    ownerId: mallory.id,
    grantTypes: ['authorization_code', 'refresh_token', 'password', 'client_credentials', DEVICE_CODE, EXCHANGE],
    exchangeTargets,
  });
}

const isRefused = ({ status, json }: Answer) => {
  expect([status, json]).toEqual([400, expect.objectContaining({ error: 'invalid_target' })]);
};

it('an access token for an application is asked for in vain, along every way', async () => {
  const identifier = await squatted();
  await described(identifier);
  const party = await attackers([identifier]);
  const { clientId, clientSecret } = party.client;
  const credential = basic(clientId, clientSecret);
  const at = (path: string, form: Record<string, string>) =>
    postForm(`${server.baseUrl}/oauth/${path}`, { resource: identifier, ...form }, credential);
  const login = { username: ada.email, password: ada.password };

  isRefused(await at('token', { grant_type: 'password', ...login }));
  isRefused(await at('token', { grant_type: 'client_credentials' }));
  isRefused(await at('device_authorization', {}));
  isRefused(await at('par', Object.fromEntries(new URLSearchParams(party.request().split('?')[1]))));
  const asked = await new Browser(server.baseUrl).open(party.request({ resource: identifier }));
  expect(asked.wayOn?.searchParams.get('error')).toBe('invalid_target');
  const { access_token: subject_token } = await party.tokens(ada);
  isRefused(await at('token', { grant_type: EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN }));
});

it('and not by a refresh either, from before the application was known', async () => {
  const identifier = await squatted();
  const party = await attackers();
  const scope = 'openid offline_access read_items';
  const before = await party.tokens(ada, { scope, resource: identifier });
  // as its makers would check an id_token
  const keys = createRemoteJWKSet(new URL(`${server.baseUrl}/.well-known/jwks.json`));
  const check = { issuer: server.baseUrl, audience: identifier };
  expect((await jwtVerify(before.access_token, keys, check)).payload.sub).toBe(ada.id);

  await described(identifier);
  // this node remembers that there was none; another does not
  const other = await startLatchkey({ database: server.database, settings: { ISSUER: server.baseUrl } });
  const form = { grant_type: 'refresh_token', refresh_token: before.refresh_token ?? '' };
  const { clientId, clientSecret } = party.client;
  isRefused(await postForm(`${other.baseUrl}/oauth/token`, form, basic(clientId, clientSecret)));
  await other.stop();
});

it('an API that is no application gets its tokens', async () => {
  const identifier = await squatted();
  const party = await attackers();
  const { access_token } = await party.tokens(ada, { scope: 'openid read_items', resource: identifier });
  expect(access_token).toEqual(expect.any(String));
});
