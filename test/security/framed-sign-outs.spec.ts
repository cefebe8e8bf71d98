// What an attacker would gain: an application of theirs, allowed once, has an address whose host ends the policy of the
// sign-out page, so that the frames of every other application stay empty, and people remain signed in there. Or its hidden
// frame takes the page that says "You are signed out" to one that asks for the password.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

/** `URL` takes them all. */
const HOSTS = ['a;sandbox', 'a,b', "a;script-src'", 'a;frame-ancestors', 'a=b&c', 'a$b', 'a!b', '(a)', 'a+b'];
const FIELDS = ['frontchannel_logout_uri', 'logo_uri', 'client_uri', 'policy_uri', 'jwks_uri'];

let server: Latchkey;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey();
  person = await newPerson(server, await administrator(server));
});
afterAll(() => server.stop());

const create = (body: object) => person.api.post('applications', { name: 'Shop', scopes: ['openid'], ...body });

it.each(HOSTS)('the host %s is none of a redirect URI, nor of any other address of an application', async (host) => {
  expect((await create({ redirect_uris: [`https://${host}/cb`] })).status).toBe(400);
  const out = { post_logout_redirect_uris: [`https://${host}/cb`] };
  expect((await create({ redirect_uris: ['https://app.example.com/cb'], ...out })).status).toBe(400);
  for (const field of FIELDS) {
    const answer = await create({ redirect_uris: [`https://${host}/cb`], [field]: `https://${host}/x` });
    const errors = expect.arrayContaining([
      expect.objectContaining({ field, message: expect.stringContaining('host') }),
    ]);
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ errors })]);
  }
});

it('hosts of names, addresses and ports stay good', async () => {
  for (const host of [
    'app.example.com',
    'app_1.example.com:8443',
    'xn--bcher-kva.example',
    '192.0.2.7',
    '[2001:db8::1]',
  ]) {
    const body = { redirect_uris: [`https://${host}/cb`], frontchannel_logout_uri: `https://${host}/out` };
    expect([host, (await create(body)).status]).toEqual([host, 201]);
  }
});

it.each(HOSTS)(
  'the frames of others are in the policy as a whole beside one of %s that was registered before',
  async (host) => {
    const browser = new Browser(server.baseUrl);
    for (const each of [host, 'good.example']) {
      const metadata = { frontchannel_logout_uri: `https://${each}/out` };
      await (
        await RelyingParty.at(server, { metadata, redirectUris: [`https://${each}/cb`] })
      ).tokens(person, {}, browser);
    }
    const last = await RelyingParty.at(server);
    const { id_token: hint = '' } = await last.tokens(person, {}, browser);
    const page = await browser.open(`/oauth/end-session?${new URLSearchParams({ id_token_hint: hint }).toString()}`);
    expect(page.text.match(/<iframe [^>]*>/g)).toHaveLength(2);
    for (const frame of page.text.match(/<iframe [^>]*>/g) ?? []) {
      expect(frame).toContain(' sandbox="allow-forms allow-same-origin allow-scripts"');
    }
    const directives = String(page.headers['content-security-policy']).split('; ');
    expect(directives).toContain('frame-src https://good.example');
    expect(directives).toHaveLength(8);
    expect(page.headers['content-security-policy']).not.toMatch(/,|sandbox/);
  },
);
