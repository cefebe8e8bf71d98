/*
 * What an attacker would gain: a genuine mail of this server to any person with an account, under a name and a picture of the
 * attacker's choice. Who knows an address can ask for its reset on the way to an application of theirs.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import type { Answer } from '../support/http.js';
import { linkIn, MailServer } from '../support/mail-server.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const CALLBACK = 'https://app.example.com/callback';
const BRAND = 'Bank: call +1 555 0100';
const LOGO = 'https://cdn.example.net/logo.png';

let mail: MailServer;
let server: Latchkey;
let admin: Person;
let attacker: Person;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startLatchkey({ settings: { SMTP_URL: mail.url } });
  admin = await administrator(server);
  attacker = await newPerson(server, admin);
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

/** An application of this person that carries a brand of theirs. */
async function branded(owner: Person): Promise<{ id: string; client_id: string }> {
  const brand = (await owner.api.post('brands', { name: BRAND, logo_url: LOGO })).json as { id: string };
  const settings = { name: 'Shop', scopes: ['openid'], redirect_uris: [CALLBACK], brand_id: brand.id };
  const made = await owner.api.post('applications', settings);
  expectOf(made.text, made.status).toBe(201);
  return made.json as { id: string; client_id: string };
}

/** Gives an application another brand of its owner's. */
async function rebranded(id: string): Promise<Answer> {
  const { json } = await attacker.api.post('brands', { name: 'PayPal Security', logo_url: LOGO });
  return attacker.api.patch(`applications/${id}`, { brand_id: (json as { id: string }).id });
}

/** The mail that a person gets whose reset was asked for on the way to this application, and the page behind its link. */
async function resetOnTheWayTo(clientId: string, brand = BRAND): Promise<{ raw: string; page: string }> {
  const victim = await newPerson(server, admin);
  const browser = new Browser(server.baseUrl);
  const query = { response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, scope: 'openid' };
  const signIn = await browser.open(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
  const ticket = /[?&]ticket=([\w-]+)/.exec(signIn.url)?.[1] ?? '';
  const page = await browser.open(`/interaction/forgotten?ticket=${ticket}`);
  expect(page.text).toContain(brand);
  await browser.submit(page, { username: victim.email });
  const letter = await mail.next(victim.email, 'Set a new password');
  const { text } = await new Browser(server.baseUrl).open(linkIn(letter));
  return { raw: letter.raw.replaceAll(/=\r?\n/g, ''), page: text };
}

describe('a mail that anyone can cause, and the page behind its link', () => {
  it('carry no name and no picture of an application that no administrator has looked at', async () => {
    const { raw, page } = await resetOnTheWayTo((await branded(attacker)).client_id);
    for (const shown of [raw, page]) {
      expect(shown).not.toContain(BRAND);
      expect(shown).not.toContain(LOGO);
    }
  });

  it('carry the brand of one that an administrator made, or has confirmed', async () => {
    const ofAdministrator = await resetOnTheWayTo((await branded(admin)).client_id);
    expect([ofAdministrator.raw, ofAdministrator.page]).toEqual([
      expect.stringContaining(BRAND),
      expect.stringContaining(BRAND),
    ]);
    const { id, client_id: clientId } = await branded(attacker);
    expect((await admin.api.patch(`applications/${id}`, { confirmed: true })).status).toBe(200);
    expect((await resetOnTheWayTo(clientId)).raw).toContain(BRAND);
  });

  // an administrator's gift stays when the brand becomes another; their word about the brand does not
  it('carry no brand of a first-party application that its owner renamed, or put in place of the one that was seen', async () => {
    const renamed = async (id: string) => {
      const { brand_id: brandId } = (await attacker.api.get(`applications/${id}`)).json as { brand_id: string };
      return attacker.api.patch(`brands/${brandId}`, { name: 'PayPal Security' });
    };
    for (const rename of [renamed, rebranded]) {
      const { id, client_id: clientId } = await branded(attacker);
      expect((await admin.api.patch(`applications/${id}`, { first_party: true })).status).toBe(200);
      const seen = await resetOnTheWayTo(clientId);
      for (const shown of [seen.raw, seen.page]) expect(shown).toContain(BRAND);

      const changed = await rename(id);
      expectOf(changed.text, changed.status).toBe(200);
      const { raw, page } = await resetOnTheWayTo(clientId, 'PayPal Security');
      for (const shown of [raw, page]) expect(shown).not.toContain('PayPal');
    }
  });
});
