/* A browser that opens several pages at once, as after a restart, sends each request before it has had a cookie of the other answers. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { call } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey();
  person = await newPerson(server, await administrator(server));
});
afterAll(() => server.stop());

/** The answers to requests that left together, in a browser that kept the cookies of all, the last one's last. */
async function openedAtOnce(paths: readonly string[]) {
  const browser = new Browser(server.baseUrl);
  const answers = [];
  for (const path of paths) answers.push(await call(server.baseUrl + path));
  for (const { headers } of answers) for (const line of headers['set-cookie'] ?? []) browser.keep(line);
  return { browser, answers };
}

describe('tabs that a browser without cookies opens at once', () => {
  it('all lead to their applications', async () => {
    const parties = await Promise.all([1, 2, 3, 4].map(() => RelyingParty.at(server)));
    const { browser, answers } = await openedAtOnce(parties.map((party) => party.request()));
    for (const [i, { headers }] of answers.entries()) {
      const page = await browser.open(headers.location ?? '');
      expect([i, page.status]).toEqual([i, 200]);
      const left = (await browser.walk(page, person)).leftFor;
      expect([i, left?.searchParams.has('code')]).toEqual([i, true]);
    }
  });

  it('all take what is typed into them', async () => {
    const { browser, answers } = await openedAtOnce(['/device', '/device', '/device']);
    for (const { text } of answers) {
      const token = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
      expect(token).not.toBe('');
      const answer = await browser.post('/device', { csrf: token, user_code: 'BCDF-GHJK' });
      expect(answer.status).not.toBe(403);
      expect(answer.text).not.toContain('This page is old');
    }
  });

  it('leave a browser a bounded number of cookies', async () => {
    const { browser } = await openedAtOnce(Array.from({ length: 40 }, () => '/device'));
    expect(browser.cookies.size).toBe(33);
    expect((await browser.open('/device')).headers['set-cookie']).toBeUndefined();
  });
});
