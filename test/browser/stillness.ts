import type { Page, Request } from 'playwright-core';
import { expect } from '@jest/globals';
import { eventually } from '../support/eventually.js';

/** What each page has asked for and has no answer to. */
const unanswered = new WeakMap<Page, Set<Request>>();

export function watchRequests(page: Page): void {
  const requests = new Set<Request>();
  unanswered.set(page, requests);
  page.on('request', (request) => {
    // what the document before it asked for is over
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) requests.clear();
    requests.add(request);
  });
  const isOver = (request: Request) => requests.delete(request);
  page.on('requestfinished', isOver);
  page.on('requestfailed', isOver);
  // the rest of a refusal may be left unread, and is not told of then
  page.on('response', (response) => {
    if (!response.ok()) isOver(response.request());
  });
}

/** Resolves after some frames in a row in which nothing changed: colours pass, and dialogs fade in, by transitions. */
const NOTHING_MOVES = `new Promise((resolve) => {
  let still = 0;
  const observer = new MutationObserver(() => { still = 0; });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const look = () => {
    if (document.getAnimations().some((each) => each instanceof CSSTransition && each.playState !== 'finished')) still = 0;
    if (still++ < 4) requestAnimationFrame(() => setTimeout(look));
    else {
      observer.disconnect();
      resolve();
    }
  };
  look();
})`;

/** Waits until a page has all that it asked for, and has drawn it. */
export async function standsStill(page: Page): Promise<void> {
  const requests = unanswered.get(page);
  if (requests === undefined) throw new Error('the requests of this page are not watched: open it by visitor()');
  do {
    await eventually(
      () => [...requests].map((request) => request.url()),
      (urls) => expect(urls).toEqual([]),
    );
    // a tab that was left while it loaded goes on loading once it is looked at again
    await page.locator('[aria-label^="Loading"]:visible').first().waitFor({ state: 'detached' });
    await page.evaluate(NOTHING_MOVES);
  } while (requests.size > 0);
}
