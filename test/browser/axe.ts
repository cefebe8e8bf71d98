import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { screenshot } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Fault {
  id: string;
  impact: string;
  nodes: { target: string[]; html: string }[];
}

/** Accessibility faults of a page that stands still, one line each; of all rules, or of those named. */
export async function accessibilityFaults(page: Page, rules?: string[]): Promise<string[]> {
  await isDrawn(page);
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  // as the browser's own tools do: past the policy, which lets no foreign script in; and not detached: the page would lose
  // a virtual authenticator that another session has given it
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(${JSON.stringify(options)}).then(({ violations }) => JSON.stringify(violations))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return (JSON.parse(String(result.value)) as Fault[]).map(({ id, impact, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.html.slice(0, 160));
    return `${impact} ${id} at ${places.join(' | ')}`;
  });
}

/** Colours pass from one to the other, and dialogs fade in, in some tenths of a second from the next frame on. */
const TRANSITIONS_ARE_OVER = `new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame)).then(() =>
  Promise.allSettled(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished)))
  .then(() => undefined)`;

/** A list or a dialog that is still loading, or fading in, is not the page that is judged. */
async function isDrawn(page: Page): Promise<void> {
  await page.locator('[aria-label^="Loading"]').first().waitFor({ state: 'detached' });
  await transitionsOver(page);
}

export async function transitionsOver(page: Page): Promise<void> {
  await page.evaluate(TRANSITIONS_ARE_OVER);
}

/** The faults of a page in the light and in the dark, and a picture of both. */
export async function faultsInLightAndDark(page: Page, name: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshot(page, `${name}-light`);
  const faults = await accessibilityFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await transitionsOver(page);
  await screenshot(page, `${name}-dark`);
  // nothing but colours is another in the dark
  const inTheDark = await accessibilityFaults(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...faults, ...inTheDark.map((fault) => `in the dark: ${fault}`)];
}
