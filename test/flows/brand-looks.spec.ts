import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const LOGO = 'https://acme.example.com/logo.png';
const CALLBACK = 'https://shop.acme.example.com/callback';

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let shop: RelyingParty;
/** Of an owner who may not show the brand. */
let stall: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  admin = await administrator(server);
  const looks = { name: 'Acme', logo_url: LOGO, primary_color: '#a02060' };
  const { id } = (await admin.api.post('brands', looks)).json as { id: string };
  const settings = { name: 'Shop', scopes: ['openid'], brand_id: id, second_factor: 'required' };
  const made = await admin.api.post('applications', { ...settings, redirect_uris: [CALLBACK] });
  const { client_id: clientId, ...shown } = made.json as { id: string; client_id: string };
  shop = RelyingParty.of(server, { id: shown.id, clientId, clientSecret: '' }, CALLBACK);
  stall = await RelyingParty.at(server, { scopes: ['openid'] });
  await server.database.query('UPDATE applications SET brand_id = $1 WHERE id = $2', [id, stall.client.id]);
});
afterAll(() => server.stop());

const open = (path: string, browser = new Browser(server.baseUrl)) => browser.open(path);

function expectBranded({ text }: Page): void {
  expect(text).toContain(`src="${LOGO}"`);
  expect(text).toContain('/pages/brands/acme.css');
  expect(text).toContain(' · Acme</title>');
}

function expectOwn({ text }: Page): void {
  expect(text).toContain(' · Latchkey</title>');
  expect(text).not.toContain(LOGO);
}

describe('the brand of an application is on the pages that end its request', () => {
  it('that return the answer by a form', async () => {
    const browser = new Browser(server.baseUrl);
    const answer = await open(shop.request({ response_mode: 'form_post', prompt: 'none' }), browser);
    expect(answer.text).toContain(`action="${CALLBACK}"`);
    expectBranded(answer);
  });

  it('that explain an error of the request', async () => {
    const page = await open(shop.request({ scope: 'write_everything' }));
    expect(page.text).toContain('Go on to');
    expectBranded(page);
  });

  it('that explain an error on the way', async () => {
    const { email, password } = await newPerson(server, admin);
    const browser = new Browser(server.baseUrl);
    const signIn = await open(shop.request({ scope: 'openid' }), browser);
    const setUp = await browser.submit(signIn, { username: email, password });
    expect(setUp.url).toContain('/interaction/set-up');
    clock.advance(601);
    const over = await open(setUp.url.slice(server.baseUrl.length), browser);
    expect(over.text).toContain('does not wait any more');
    expectBranded(over);
  });

  it.each([
    ['redirect URI', { redirect_uri: 'https://elsewhere.example.com/callback' }],
    ['second redirect URI', { redirect_uri: `${CALLBACK}/more` }],
    ['client', { client_id: 'unheard-of' }],
    ['response mode of no kind, and no redirect URI', { response_mode: 'post_it', redirect_uri: 'https://x.example' }],
  ])('and not where a request has another %s', async (_, lies) => {
    const page = await open(shop.request(lies));
    expect(page.status).toBe(400);
    expectOwn(page);
  });

  it('and not where a form was sent from elsewhere, or with the ticket of another browser', async () => {
    const mine = new Browser(server.baseUrl);
    const signIn = await open(shop.request({ scope: 'openid' }), mine);
    const [form] = signIn.forms;
    expectOwn(await mine.post(form!.action, { ...form!.fields, csrf: 'made-up', username: 'a', password: 'b' }));
    const theirs = await open(signIn.url.slice(server.baseUrl.length));
    expect(theirs.status).toBe(400);
    expectOwn(theirs);
  });

  it('and not where its owner may not show one', async () => {
    expectOwn(await open(stall.request({ scope: 'write_everything' })));
    expectOwn(await open(stall.request({ scope: 'openid', response_mode: 'form_post', prompt: 'none' })));
  });
});
