/*
 * What an attacker would gain: a person's address by a token that was narrowed so that it tells nothing of them, such as an
 * application hands to a service that it trusts less.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { bearer, call } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type IdTokenAnswer, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let party: RelyingParty;
let person: Person;
beforeAll(async () => {
  server = await startLatchkey();
  party = await RelyingParty.at(server);
  const admin = await administrator(server);
  person = await newPerson(server, admin);
  expect((await admin.api.patch(`users/${person.id}`, { email_verified: true, name: 'Ada' })).status).toBe(200);
});
afterAll(() => server.stop());

const CLAIMS = JSON.stringify({ userinfo: { email: null } });

async function told({ access_token }: IdTokenAnswer): Promise<string[]> {
  const answer = await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token) });
  expectOf(answer.text, answer.status).toBe(200);
  return Object.keys(answer.json as object).sort();
}

async function refreshed({ refresh_token = '' }: IdTokenAnswer, scope: string): Promise<IdTokenAnswer> {
  const answer = await party.token({ grant_type: 'refresh_token', refresh_token, scope });
  expectOf(answer.text, answer.status).toBe(200);
  return answer.json as IdTokenAnswer;
}

describe('a token that was narrowed by a refresh', () => {
  it('tells no claim of a scope that it gave up, though the sign-in asked for it by name', async () => {
    const whole = await party.tokens(person, { scope: 'openid email offline_access', claims: CLAIMS });
    expect(await told(whole)).toEqual(['email', 'email_verified', 'sub']);
    const narrow = await refreshed(whole, 'openid');
    expect(await told(narrow)).toEqual(['sub']);
    expect(await told(await refreshed({ ...whole, ...narrow }, 'openid email'))).toEqual([
      'email',
      'email_verified',
      'sub',
    ]);
  });

  it('tells a claim that was asked for by name alone', async () => {
    const whole = await party.tokens(person, { scope: 'openid profile offline_access', claims: CLAIMS });
    expect(await told(whole)).toEqual(expect.arrayContaining(['email', 'name']));
    expect(await told(await refreshed(whole, 'openid'))).toEqual(['email', 'sub']);
  });
});
