import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { screenshot } from './browser.js';
import { standsStill } from './stillness.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Fault {
  id: string;
  impact: string;
  nodes: { target: string[]; html: string }[];
}

/** Accessibility faults of a page that stands still, one line each; of all rules, or of those named. */
export async function accessibilityFaults(page: Page, rules?: string[]): Promise<string[]> {
  await standsStill(page);
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

/** The faults of a page in the light and in the dark, and a picture of both. */
export async function faultsInLightAndDark(page: Page, name: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const faults = await accessibilityFaults(page);
  await screenshot(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await standsStill(page);
  await screenshot(page, `${name}-dark`);
  // nothing but colours is another in the dark
  const inTheDark = await accessibilityFaults(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...faults, ...inTheDark.map((fault) => `in the dark: ${fault}`)];
}
