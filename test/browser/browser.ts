import { mkdirSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { programPath } from '../support/tools.js';
import { watchRequests } from './stillness.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: programPath('chromium'), args: FLAGS });
}

/** What a page did that no page may do. */
export interface Misdeeds {
  /** Messages of the console about the policy, and uncaught errors. */
  complaints: string[];
  /** Requests to other hosts. */
  foreign: string[];
}

/** A browser of its own for one person, watched. */
export async function visitor(
  browser: Browser,
  baseUrl: string,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; misdeeds: Misdeeds }> {
  const context = await browser.newContext({ baseURL: baseUrl, viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  watchRequests(page);
  const misdeeds: Misdeeds = { complaints: [], foreign: [] };
  page.on('console', (message) => {
    if (/Content Security Policy|violates/i.test(message.text())) misdeeds.complaints.push(message.text());
  });
  page.on('pageerror', (error) => misdeeds.complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(baseUrl) && !url.startsWith('data:') && !url.startsWith('blob:')) misdeeds.foreign.push(url);
  });
  return { context, page, misdeeds };
}

const SHOTS = 'test-results/screenshots';

/** A picture for people to look at, where SCREENSHOTS asks for it: taking them is a tenth of the work. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** Fills in and sends the form of the pages or of the console that asks for the password. */
export async function givePassword(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel('Email or user name').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signInAt(page: Page, path: string, email: string, password: string): Promise<void> {
  await page.goto(path);
  await givePassword(page, { email, password });
  await page.getByRole('navigation', { name: 'Account & Settings' }).waitFor({ state: 'attached' });
}

const TWO_MINUTES_LATER = `Date.now = ((now) => () => now() + 120_000)(Date.now)`;
const BACK_AGAIN = `window.dispatchEvent(new Event('visibilitychange'))`;

/** The person looks at another tab of the browser and comes back to the console, which loads again who is signed in. */
export async function lookElsewhere(page: Page): Promise<void> {
  const loaded = page.waitForResponse('**/api/v1/users/me');
  await page.evaluate(TWO_MINUTES_LATER);
  await page.evaluate(BACK_AGAIN);
  await loaded;
}
