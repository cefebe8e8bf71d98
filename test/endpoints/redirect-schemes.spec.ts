import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const CURSOR = 'cursor://anysphere.cursor-mcp/oauth/callback';
const OWN = 'notes://callback';
const RULE = 'or one that REDIRECT_SCHEMES lists';

let host: DocumentHost;
let server: Latchkey;
let ada: Person;

beforeAll(async () => {
  host = await DocumentHost.start();
  server = await startLatchkey({
    settings: { DYNAMIC_REGISTRATION: 'open', FETCH_ALLOW_NETWORKS: '127.0.0.0/8', REDIRECT_SCHEMES: 'cursor, notes' },
  });
  ada = await newPerson(server, await administrator(server));
});
afterAll(async () => {
  await server.stop();
  await host.stop();
});

/** What each way of registration says of a redirect URI; undefined when it takes it. */
const WAYS: readonly (readonly [string, (uri: string) => Promise<string | undefined>])[] = [
  [
    'by hand',
    async (uri) => {
      const { json } = await ada.api.post('applications', { name: 'N', scopes: ['openid'], redirect_uris: [uri] });
      const { errors } = json as { errors?: { field: string; message: string }[] };
      return errors?.map(({ field, message }) => `${field}: ${message}`).join();
    },
  ],
  [
    'in a change by hand',
    async (uri) => {
      const made = await ada.api.post('applications', { name: 'N', scopes: ['openid'] });
      const { id } = made.json as { id: string };
      const answer = await ada.api.patch(`applications/${id}`, { post_logout_redirect_uris: [uri] });
      return (answer.json as { errors?: { message: string }[] }).errors?.[0]?.message;
    },
  ],
  [
    'by dynamic registration',
    async (uri) => {
      const body = { redirect_uris: [uri], token_endpoint_auth_method: 'none' };
      const { json } = await postJson(`${server.baseUrl}/oauth/register`, body);
      return (json as { error_description?: string }).error_description;
    },
  ],
  [
    'by a client document',
    async (uri) => {
      const address = host.publish({});
      host.replace(address, { client_id: address, client_name: 'N', redirect_uris: [uri] });
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: address,
        redirect_uri: uri,
        scope: 'openid',
        code_challenge: challengeOf(VERIFIER),
        code_challenge_method: 'S256',
      });
      const page = await new Browser(server.baseUrl).open(`/oauth/authorize?${query.toString()}`);
      return page.url.includes('/interaction/sign-in') ? undefined : page.text;
    },
  ],
];

describe('a private-use scheme without a dot', () => {
  it.each(WAYS)('may be used %s where the server lists it', async (_, register) => {
    expect(await register(CURSOR)).toBeUndefined();
    expect(await register(OWN)).toBeUndefined();
    expect(await register('https://vscode.dev/redirect')).toBeUndefined();
  });

  it.each(WAYS.slice(0, 3))('is refused %s where it does not, with the mend', async (_, register) => {
    expect(await register('vscode://vscode.github-authentication/did-authenticate')).toContain(RULE);
  });

  it('is refused in a client document where the server does not list it', async () => {
    expect(await WAYS[3]?.[1]('vscode://callback')).toContain('client_id');
  });

  it('names the entry at fault', async () => {
    const body = { name: 'N', scopes: ['openid'], redirect_uris: [CURSOR, 'myapp:/cb'] };
    const answer = await ada.api.post('applications', body);
    expect([answer.status, answer.json]).toEqual([
      400,
      expect.objectContaining({ errors: [{ field: 'redirect_uris.1', message: expect.stringContaining(RULE) }] }),
    ]);
  });
});

describe('an application under the security profile fapi2', () => {
  const FAPI = {
    name: 'Bank',
    scopes: ['openid'],
    security_profile: 'fapi2',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: 'https://bank.example.com/jwks.json',
  };
  const REFUSED = {
    errors: [expect.objectContaining({ field: 'redirect_uris', message: expect.stringContaining('fapi2') })],
  };

  it.each(['http://app.example.com/cb', 'http://127.0.0.1:3000/cb', CURSOR])(
    'may not have %s, at creation or afterwards',
    async (uri) => {
      const { api } = await administrator(server);
      const refused = await api.post('applications', { ...FAPI, redirect_uris: [uri] });
      expect([refused.status, refused.json]).toEqual([400, expect.objectContaining(REFUSED)]);
      const made = await api.post('applications', { ...FAPI, redirect_uris: ['https://bank.example.com/cb'] });
      expect(made.status).toBe(201);
      const { id } = made.json as { id: string };
      const changed = await api.patch(`applications/${id}`, { redirect_uris: [uri] });
      expect([changed.status, changed.json]).toEqual([400, expect.objectContaining(REFUSED)]);
    },
  );

  it('is not what an application with one becomes', async () => {
    const { api } = await administrator(server);
    const { security_profile: _, ...plain } = FAPI;
    const made = await api.post('applications', { ...plain, redirect_uris: ['http://127.0.0.1:3000/cb'] });
    const { id } = made.json as { id: string };
    const changed = await api.patch(`applications/${id}`, { security_profile: 'fapi2' });
    expect([changed.status, changed.json]).toEqual([400, expect.objectContaining(REFUSED)]);
  });
});
