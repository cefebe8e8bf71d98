import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Fault {
  id: string;
  impact: string;
  nodes: { target: string[]; html: string }[];
}

/** Accessibility faults, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // as the browser's own tools do: past the policy, which lets no foreign script in; and not detached: the page would lose
  // a virtual authenticator that another session has given it
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run().then(({ violations }) => JSON.stringify(violations))',
    awaitPromise: true,
    returnByValue: true,
  });
  return (JSON.parse(String(result.value)) as Fault[]).map(({ id, impact, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.html.slice(0, 160));
    return `${impact} ${id} at ${places.join(' | ')}`;
  });
}
