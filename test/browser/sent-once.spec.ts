import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, visitor } from './browser.js';
import { answerCallback, backAtTheApplication, CALLBACK } from './warehouse.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}

/** A browser shows the answer to the last of two equal forms, which was a failure where the first had succeeded. */
(requireTools('forms that are sent once', ['chromium']) ? describe : describe.skip)('a double click', () => {
  const clock = new TestClock();
  let server: Latchkey;
  let browser: Browser;
  let application: OAuthClient;
  let person: Person;

  beforeAll(async () => {
    clock.hold();
    server = await startLatchkey({ clock });
    browser = await launchChromium();
    person = await newPerson(server, await administrator(server));
    application = await addApplication(server.database, {
      type: 'public',
      secret: null,
      grantTypes: ['authorization_code', DEVICE_CODE],
      scopes: ['openid'],
      redirectUris: [CALLBACK],
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function visit() {
    const { page, misdeeds } = await visitor(browser, server.baseUrl);
    const at = await answerCallback(page);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
    });
    return { page, misdeeds, at, sent };
  }

  const form = () => ({ client_id: application.clientId, scope: 'openid' });

  async function pushed(): Promise<string> {
    const answer = await postForm(`${server.baseUrl}/oauth/par`, {
      ...form(),
      ...{ response_type: 'code', redirect_uri: CALLBACK },
      ...{ code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' },
    });
    const { request_uri } = answer.json as { request_uri: string };
    const query = new URLSearchParams({ client_id: application.clientId, request_uri });
    return `/oauth/authorize?${query.toString()}`;
  }

  /** A person's double click: the first form is on its way at the second click, and not answered. */
  async function press(page: Page, name: string): Promise<void> {
    const box = await page.getByRole('button', { name }).first().boundingBox();
    if (box === null) throw new Error(`no button ${name}`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [sent, pressed] = [signal(), signal()];
    await page.route('**', async (route) => {
      if (route.request().method() === 'POST') {
        sent.give();
        await pressed.given;
      }
      await route.fallback().catch(() => undefined); // given up for the second
    });
    await page.mouse.click(x, y);
    await sent.given;
    await page.mouse.click(x, y, { clickCount: 2 });
    pressed.give();
  }

  it('on "Allow" brings the application its code', async () => {
    const { page, at, sent, misdeeds } = await visit();
    await page.goto(await pushed());
    await givePassword(page, person);
    await press(page, 'Allow');
    await backAtTheApplication(page).waitFor();
    expect([at.returned?.searchParams.get('error'), sent.filter((path) => path.endsWith('/consent'))]).toEqual([
      null,
      ['/interaction/consent'],
    ]);
    expect(misdeeds.complaints).toEqual([]);
  });

  it('connects a device, and so does the page when it is loaded again', async () => {
    const { page, sent } = await visit();
    const answer = await postForm(`${server.baseUrl}/oauth/device_authorization`, form());
    await page.goto('/device');
    await page.getByLabel('The code on your device').fill((answer.json as { user_code: string }).user_code);
    await press(page, 'Continue');
    await givePassword(page, person);
    await press(page, 'Allow');
    await page.getByRole('heading', { name: 'Device connected' }).waitFor();
    expect(sent).toEqual(['/device', '/device/sign-in', '/device/decision']);
    await page.reload();
    await page.getByRole('heading', { name: 'Device connected' }).waitFor();
    expect(sent).toHaveLength(4);
  });

  it('on a page that was gone back to sends its form', async () => {
    const { page, sent } = await visit();
    await page.goto('/device');
    await page.getByLabel('The code on your device').fill('BBBB-BBBB');
    await press(page, 'Continue');
    await page.getByRole('alert').waitFor();
    await page.goBack();
    await page.getByLabel('The code on your device').fill('CCCC-CCCC');
    await press(page, 'Continue');
    await page.getByRole('alert').waitFor();
    expect(sent).toEqual(['/device', '/device']);
  });

  it('signs a person in with the code of their app', async () => {
    const authenticator = await Authenticator.of(person.api, person.password, clock);
    clock.advance(60);
    const { page, sent } = await visit();
    await page.goto(await pushed());
    await givePassword(page, person);
    await page.getByLabel('Code of your authenticator app').fill(authenticator.code());
    await press(page, 'Sign in');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(sent.filter((path) => path.endsWith('/second-factor'))).toHaveLength(1);
  });
});
