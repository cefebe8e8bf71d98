import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, screenshot, visitor } from './browser.js';

const SUITE = 'signing out across sites, in a browser';

(requireTools(SUITE, ['chromium']) ? describe : describe.skip)(SUITE, () => {
  let server: Latchkey;
  let browser: Browser;
  let ada: Person;
  let party: RelyingParty;
  let application: Application;

  beforeAll(async () => {
    server = await startLatchkey();
    application = await Application.framing(server.baseUrl);
    browser = await launchChromium();
    ada = await newPerson(server, await administrator(server));
    party = await RelyingParty.at(server, {
      redirectUris: [`${application.origin}/callback`],
      postLogoutRedirectUris: [goodbye()],
      metadata: { frontchannel_logout_uri: `${application.origin}/front` },
    });
  });

  afterAll(async () => {
    await browser.close();
    application.stop();
    await server.stop();
  });

  const goodbye = () => `${application.origin}/goodbye`;

  /** A person who signed in to the application. */
  async function signedIn(options: BrowserContextOptions = {}) {
    const { context, page, misdeeds } = await visitor(browser, server.baseUrl, options);
    await page.goto(party.request());
    await givePassword(page, ada);
    const allow = page.getByRole('button', { name: 'Allow' });
    await allow.or(page.locator('#frame')).first().waitFor({ state: 'attached' });
    if (await allow.isVisible()) await allow.click();
    await page.waitForURL(`${application.origin}/callback**`);
    const back = new URL(page.url()).searchParams;
    const { id_token = '' } = (await party.redeem(back.get('code') ?? '')).json as { id_token?: string };
    application.asked.length = 0;
    return { context, page, misdeeds, idToken: id_token, sessionState: back.get('session_state') ?? '' };
  }

  const endSession = (idToken: string) =>
    `/oauth/end-session?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: goodbye() }).toString()}`;

  it('applications hear of it in hidden frames, and the person comes back', async () => {
    const { context, page, misdeeds, idToken } = await signedIn();
    await page.goto(endSession(idToken));
    await page.waitForURL(goodbye());
    expect(application.asked.map(({ pathname }) => pathname)).toEqual(['/front', '/goodbye']);
    expect(Object.fromEntries(application.asked[0]!.searchParams)).toEqual({
      iss: server.baseUrl,
      sid: expect.any(String),
    });
    expect(misdeeds.complaints).toEqual([]);
    await context.close();
  });

  it('without scripts the person comes back a little later', async () => {
    const { context, page, idToken } = await signedIn({ javaScriptEnabled: false });
    // the refresh of the page counts from its load event, which comes after the frame's answer
    application.holdsFrames();
    await page.goto(endSession(idToken), { waitUntil: 'commit' });
    await page.getByRole('link', { name: 'Continue' }).waitFor();
    await screenshot(page, 'signed-out');
    application.answersFrames();
    await page.waitForURL(goodbye());
    expect(application.asked.map(({ pathname }) => pathname)).toEqual(['/front', '/goodbye']);
    await context.close();
  });

  it('a frame that never answers is not waited for', async () => {
    const { context, page, idToken } = await signedIn();
    application.holdsFrames();
    await page.goto(endSession(idToken), { waitUntil: 'commit' });
    await page.waitForURL(goodbye());
    application.answersFrames();
    expect(application.asked.map(({ pathname }) => pathname)).toEqual(['/front', '/goodbye']);
    await context.close();
  });

  it('a frame takes the page nowhere, opens nothing, and still runs with its cookies', async () => {
    const { context, page, idToken } = await signedIn();
    application.frame = `<script>
      document.cookie = 'own=1';
      open('/opened');
      try { top.location = '${application.origin}/stolen'; } catch {}
      const asked = new XMLHttpRequest(); // answered before the page goes on
      asked.open('GET', '/ran?' + document.cookie, false);
      asked.send();
    </script>`;
    await page.goto(endSession(idToken));
    await page.waitForURL(goodbye());
    application.frame = undefined;
    expect(application.asked.map(({ pathname }) => pathname)).not.toContain('/stolen');
    expect(application.asked.map(({ pathname }) => pathname)).not.toContain('/opened');
    expect(application.asked.find(({ pathname }) => pathname === '/ran')?.search).toContain('own=1');
    expect(context.pages()).toHaveLength(1);
    await context.close();
  });

  it('the session frame tells an application when the person signed out elsewhere', async () => {
    const { context, page, misdeeds, sessionState } = await signedIn();
    const ask = () =>
      page.evaluate(
        (message) => (globalThis as unknown as { ask: (text: string) => Promise<string> }).ask(message),
        `${party.client.clientId} ${sessionState}`,
      );
    expect(await ask()).toBe('unchanged');
    const other = await context.newPage();
    await other.goto('/interaction/sign-out');
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await ask()).toBe('changed');
    expect(misdeeds.complaints).toEqual([]);
    await context.close();
  });
});

/** A site that frames the session page on every page of its own, and can ask it. */
class Application {
  /** What it was asked for, in order. */
  readonly asked: URL[] = [];
  /** What its frame that signs out holds. */
  frame: string | undefined;
  /** Its answers to frames that sign out, while it leaves them without. */
  private held: (() => void)[] | undefined;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async framing(baseUrl: string): Promise<Application> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const application = new Application(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    server.on('request', (request, response) => {
      if (request.url !== '/favicon.ico') application.asked.push(new URL(request.url ?? '', application.origin));
      const signsOut = request.url?.startsWith('/front') === true;
      const page = (signsOut ? application.frame : undefined) ?? pageFraming(baseUrl);
      const answer = () => response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      if (signsOut && application.held) application.held.push(answer);
      else answer();
    });
    return application;
  }

  holdsFrames(): void {
    this.held = [];
  }

  answersFrames(): void {
    for (const answer of this.held ?? []) answer();
    this.held = undefined;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function pageFraming(baseUrl: string): string {
  return `<!doctype html><title>An application</title>
    <iframe id="frame" src="${baseUrl}/oauth/check-session" hidden></iframe>
    <script>
      const loaded = new Promise((resolve) => (document.getElementById('frame').onload = resolve));
      window.ask = async (message) => {
        await loaded;
        return new Promise((resolve) => {
          addEventListener('message', ({ data }) => resolve(data), { once: true });
          document.getElementById('frame').contentWindow.postMessage(message, '${baseUrl}');
        });
      };
    </script>`;
}
