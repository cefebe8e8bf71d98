/**
 * What an attacker would gain: a consent given to the wrong application. A person decides by the name, the logo and the
 * place to return to that the page shows; a name that cannot be seen or reads like another, the host of another behind a
 * private scheme, or silence about who made the application passes an attacker's for one that people trust.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type ApplicationRow } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Latchkey;
let admin: Person;
let ada: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
  admin = await administrator(server);
  ada = await newPerson(server, admin);
});
afterAll(() => server.stop());

/** The pages an application's request goes through: sign-in and consent. */
async function pagesOf(party: RelyingParty): Promise<{ signIn: Page; consent: Page }> {
  const browser = new Browser(server.baseUrl);
  const signIn = await browser.open(party.request());
  const consent = await browser.submit(signIn, { username: ada.email, password: ada.password });
  expect(consent.url).toContain('/interaction/consent');
  return { signIn, consent };
}

const consentOf = async (row: ApplicationRow) => (await pagesOf(await RelyingParty.at(server, row))).consent;

describe('where a person returns to', () => {
  it.each([
    ['https://app.example.com/cb', 'app.example.com'],
    ['https://app.example.com:8443/cb', 'app.example.com:8443'],
    ['https://xn--80ak6aa92e.com/cb', 'xn--80ak6aa92e.com'],
    ['http://127.0.0.1/cb', 'this computer (127.0.0.1)'],
    ['http://localhost:3000/cb', 'this computer (localhost:3000)'],
    ['com.attacker.app://login.bank.example/cb', 'an application on this device (com.attacker.app:)'],
    ['com.attacker.app:/cb', 'an application on this device (com.attacker.app:)'],
  ])('%s is %s', async (redirectUri, place) => {
    const page = await consentOf({ redirectUris: [redirectUri] });
    expect(page.text).toContain(`Afterwards you return to <strong>${place}</strong>`);
  });

  it('shows a logo only from a host that the answer goes to', async () => {
    const logo = 'https://login.bank.example/logo.png';
    const shown = async (redirectUri: string) => {
      const page = await consentOf({ redirectUris: [redirectUri], metadata: { logo_uri: logo } });
      return page.text.includes(`src="${logo}"`);
    };
    expect(await shown('https://login.bank.example/cb')).toBe(true);
    expect(await shown('com.attacker.app://login.bank.example/cb')).toBe(false);
    expect(await shown('https://other.example/cb')).toBe(false);
  });
});

describe('a name', () => {
  const BAD = 'Latch\u200bkey';

  it.each([
    ['applications', { name: BAD, scopes: ['openid'] }],
    ['brands', { name: BAD }],
    ['api-keys', { name: BAD, scopes: ['openid'] }],
    ['resources', { name: BAD, identifier: 'https://api.example.com/' }],
  ])('that hides something is refused of %s', async (where, body) => {
    const answer = await ada.api.post(where, body);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('cannot be seen')]);
  });

  it('that hides something is refused of accounts, scopes and whitelist notes', async () => {
    expect((await ada.api.patch('users/me', { name: BAD })).status).toBe(400);
    expect((await ada.api.patch('users/me', { profile: { nickname: BAD } })).status).toBe(400);
    expect((await admin.api.post('scopes', { name: 'x', description: BAD })).status).toBe(400);
    expect((await ada.api.post('ip-whitelist', { cidr: '127.0.0.1', note: BAD })).status).toBe(400);
    const password = 'a long enough password';
    for (const email of ['a\u3164b@example.com', 'a\u2800@example.com', `a${'\u0301'.repeat(9)}@example.com`]) {
      expect((await admin.api.post('users', { email, password })).status).toBe(400);
    }
  });

  it('that hides something is refused of an application that registers itself', async () => {
    const body = { client_name: BAD, redirect_uris: ['https://app.example.com/'] };
    const answer = await postJson(`${server.baseUrl}/oauth/register`, body);
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_client_metadata' })]);
  });

  it('is kept composed, and reads as it was given', async () => {
    const answer = await ada.api.post('applications', { name: 'Cafe\u0301 👩‍💻', scopes: ['openid'] });
    expect(answer.json).toMatchObject({ name: 'Café 👩‍💻' });
  });

  it('that was stored before stays, and pages name the fault in it', async () => {
    const { signIn, consent } = await pagesOf(await RelyingParty.at(server, { name: BAD }));
    for (const page of [signIn, consent]) expect(page.text).toContain('characters that cannot be seen');
  });

  it('stands apart from the text around it, and is marked where it mixes scripts', async () => {
    const name = 'Яндекс Maps';
    const { signIn, consent } = await pagesOf(await RelyingParty.at(server, { name }));
    for (const page of [signIn, consent]) {
      expect(page.text).toContain(`<bdi>${name}</bdi>`);
      expect(page.text).toContain('letters of several scripts');
    }
    const plain = await consentOf({ name: 'LINEマンガ' });
    expect(plain.text).not.toContain('letters of several scripts');
  });
});

describe('what no administrator made or confirmed says so', () => {
  const UNCHECKED = 'No administrator has checked it.';
  const text = ({ text }: Page) => text.replace(/\s+/g, ' ');
  const REDIRECT = 'https://app.example.com/callback';

  async function partyOf(by: Person): Promise<{ party: RelyingParty; id: string }> {
    const body = { name: 'Billing', scopes: ['openid', 'profile', 'email'], redirect_uris: [REDIRECT] };
    const made = (await by.api.post('applications', body)).json as { id: string; client_id: string };
    const client = { id: made.id, clientId: made.client_id, clientSecret: '' };
    return { party: RelyingParty.of(server, client, REDIRECT), id: made.id };
  }

  it('of a member’s application, until an administrator confirms it', async () => {
    const { party, id } = await partyOf(ada);
    for (const page of Object.values(await pagesOf(party))) {
      expect(text(page)).toContain(`A member made this application. ${UNCHECKED}`);
    }
    expect((await ada.api.patch(`applications/${id}`, { confirmed: true })).status).toBe(403);
    expect((await admin.api.patch(`applications/${id}`, { confirmed: true })).json).toMatchObject({ confirmed: true });
    for (const page of Object.values(await pagesOf(party))) expect(text(page)).not.toContain(UNCHECKED);
  });

  it('again, once another caller changes the confirmed fields', async () => {
    for (const change of [
      { name: 'Bank' },
      { redirect_uris: ['https://bank.example/'] },
      { client_uri: 'https://bank.example/' },
    ]) {
      const { id } = await partyOf(ada);
      await admin.api.patch(`applications/${id}`, { confirmed: true });
      const kept = await ada.api.patch(`applications/${id}`, { access_token_ttl: 600 });
      expect(kept.json).toMatchObject({ confirmed: true });
      expect((await ada.api.patch(`applications/${id}`, change)).json).toMatchObject({ confirmed: false });
    }
  });

  it('again, once the brand that its pages carry says something else', async () => {
    const { party, id } = await partyOf(ada);
    const brand = (await ada.api.post('brands', { name: 'Ada’s shop' })).json as { id: string };
    const confirm = () => admin.api.patch(`applications/${id}`, { confirmed: true });
    const isConfirmed = async () => (await ada.api.get(`applications/${id}`)).json;
    await confirm();
    expect((await ada.api.patch(`applications/${id}`, { brand_id: brand.id })).json).toMatchObject({
      confirmed: false,
    });
    for (const change of [{ name: 'Bank' }, { logo_url: 'https://bank.example/logo.png' }]) {
      await confirm();
      expect((await ada.api.patch(`brands/${brand.id}`, { primary_color: '#123456' })).status).toBe(200);
      expect(await isConfirmed()).toMatchObject({ confirmed: true });
      expect((await ada.api.patch(`brands/${brand.id}`, change)).status).toBe(200);
      expect(await isConfirmed()).toMatchObject({ confirmed: false });
      for (const page of Object.values(await pagesOf(party))) expect(text(page)).toContain(UNCHECKED);
    }
    await confirm();
    expect((await admin.api.patch(`brands/${brand.id}`, { name: 'Shop of Ada' })).status).toBe(200);
    expect(await isConfirmed()).toMatchObject({ confirmed: true });
  });

  it('again, once its owner renames an application that is first-party', async () => {
    const { party, id } = await partyOf(ada);
    const given = await admin.api.patch(`applications/${id}`, { first_party: true });
    expect(given.json).toMatchObject({ first_party: true, confirmed: true });
    const signIn = () => new Browser(server.baseUrl).open(party.request());
    expect(text(await signIn())).not.toContain(UNCHECKED);
    expect((await ada.api.patch(`applications/${id}`, { name: 'Bank' })).json).toMatchObject({ confirmed: false });
    expect(text(await signIn())).toContain(UNCHECKED);
  });

  it('not of an administrator’s application', async () => {
    const { party } = await partyOf(admin);
    for (const page of Object.values(await pagesOf(party))) expect(text(page)).not.toContain(UNCHECKED);
  });

  it('of an application that registered itself, and of its devices', async () => {
    const registered = await postJson(`${server.baseUrl}/oauth/register`, {
      client_name: 'Clock',
      redirect_uris: [REDIRECT],
      grant_types: ['authorization_code', DEVICE_CODE],
    });
    const { client_id } = registered.json as { client_id: string };
    const client = { id: '', clientId: client_id, clientSecret: '' };
    for (const page of Object.values(await pagesOf(RelyingParty.of(server, client, REDIRECT)))) {
      expect(text(page)).toContain(`This application registered itself here. ${UNCHECKED}`);
    }
  });

  it('on the page of a device', async () => {
    const { clientId } = await addApplication(server.database, {
      name: 'Television',
      ownerId: ada.id,
      type: 'public',
      secret: null,
      grantTypes: [DEVICE_CODE],
      scopes: ['openid'],
    });
    const asked = await postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id: clientId });
    const { user_code } = asked.json as { user_code: string };
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.submit(await browser.open('/device'), { user_code });
    const decision = await browser.submit(signIn, { username: ada.email, password: ada.password });
    for (const page of [signIn, decision]) expect(text(page)).toContain(UNCHECKED);
  });
});
