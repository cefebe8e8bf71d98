// What an attacker would gain: a person double-clicks on the attacker's page, which closes at the first click, and the second
// one allows the attacker's application what lay beneath.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, screenshot, visitor } from './browser.js';
import { answerCallback, backAtTheApplication, CALLBACK } from './warehouse.js';

(requireTools('clicks that are meant', ['chromium']) ? describe : describe.skip)('a click that decides', () => {
  let server: Latchkey;
  let browser: Browser;
  let application: OAuthClient;
  let person: Person;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    person = await newPerson(server, await administrator(server));
    application = await addApplication(server.database, {
      ...{ type: 'public', secret: null, grantTypes: ['authorization_code'], scopes: ['openid'] },
      redirectUris: [CALLBACK],
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  /** The consent page of a person who is signed in, as it comes up. */
  async function asked(): Promise<{ page: Page; sent: string[] }> {
    const { page } = await visitor(browser, server.baseUrl);
    await answerCallback(page);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
    });
    const answer = await postForm(`${server.baseUrl}/oauth/par`, {
      ...{ client_id: application.clientId, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' },
      ...{ prompt: 'consent', code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' },
    });
    const { request_uri } = answer.json as { request_uri: string };
    const query = new URLSearchParams({ client_id: application.clientId, request_uri });
    await page.goto(`/oauth/authorize?${query.toString()}`);
    await givePassword(page, person);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    sent.length = 0;
    return { page, sent };
  }

  const isTold = (page: Page) => page.getByRole('status').filter({ hasText: 'press again' }).waitFor();

  /** Presses until it counts, as a person does who was told to. */
  const pressesAgain = (page: Page) =>
    eventually(
      async () => {
        const allow = page.getByRole('button', { name: 'Allow' });
        // the page may have gone since the press before
        await allow.click({ timeout: 1000 }).catch(() => undefined);
        return backAtTheApplication(page).isVisible();
      },
      (isBack) => expect(isBack).toBe(true),
    );

  it('is none by a pointer that has not moved since the page came up', async () => {
    const { page, sent } = await asked();
    const box = await page.getByRole('button', { name: 'Allow' }).boundingBox();
    if (box === null) throw new Error('no button');
    const where = { x: box.x + box.width / 2, y: box.y + box.height / 2, button: 'left', clickCount: 2 } as const;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...where });
    await devtools.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...where });
    await isTold(page);
    await screenshot(page, 'press-again');
    expect(sent).toEqual([]);
    await pressesAgain(page);
    expect(sent).toEqual(['/interaction/consent']);
  });

  it('is none at the moment at which the page comes into sight', async () => {
    const { page, sent } = await asked();
    const isTaken = await page.evaluate(`
      dispatchEvent(new PointerEvent('pointermove'));
      dispatchEvent(new Event('focus'));
      document.querySelector('button[value="allow"]')
        .dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true, cancelable: true }));
    `);
    await isTold(page);
    expect([isTaken, sent]).toEqual([false, []]);
    await pressesAgain(page);
  });

  it('is one by a key, however soon', async () => {
    const { page, sent } = await asked();
    await page.getByRole('button', { name: 'Allow' }).focus();
    await page.keyboard.press('Enter');
    await backAtTheApplication(page).waitFor();
    expect(sent).toEqual(['/interaction/consent']);
  });
});
