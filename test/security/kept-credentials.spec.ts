// What reads the database, its backup, the log or the metrics must not gain a credential with it: an attacker with a copy of
// any of them would act as each person and application that was served.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { basic, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, refreshed, sessionCookie, tokenPair } from '../support/management.js';
import { RelyingParty, VERIFIER } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Latchkey;
const log: string[] = [];
/** What was used, by what it is. */
const used = new Map<string, string>();

/** Takes the members of an answer that are credentials. */
function take(what: string, json: unknown, ...names: string[]): Record<string, string> {
  const answer = json as Record<string, string>;
  for (const name of names) {
    const value = answer[name];
    if (value === undefined) throw new Error(`${what} gave no ${name}: ${JSON.stringify(json)}`);
    used.set(`${name} of ${what}`, value);
  }
  return answer;
}

/** What makes it usable: of credentials that begin with an id, the rest; of a JWT, its signature. */
const secretOf = (credential: string) => credential.split(/[.:]/).at(-1) ?? '';

/** As text, and as the database shows bytes. */
const spellings = (secret: string) => [
  secret,
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret, 'base64url').toString('hex'),
];

function foundIn(text: string): string[] {
  return [...used]
    .filter(([, credential]) => spellings(secretOf(credential)).some((spelling) => text.includes(spelling)))
    .map(([what]) => what);
}

async function useEverything(): Promise<void> {
  used.set('password of the administrator', ADMINISTRATOR.password);
  const admin = await administrator(server);
  used.set('token of the administrator', admin.token);
  const person = await newPerson(server, admin);
  used.set('password of a person', person.password);

  const pair = await tokenPair(server, person.email, person.password);
  take('a sign-in', pair, 'access_token', 'refresh_token');
  take('a refresh', (await refreshed(server, pair.refresh_token)).json, 'access_token', 'refresh_token');
  const { cookie = '' } = await sessionCookie(server, person.email, person.password);
  used.set('cookie of a session', cookie.split('=')[1] ?? '');
  take('an API key', (await person.api.post('api-keys', { name: 'k', scopes: ['read:account'] })).json, 'key');

  for (const token_endpoint_auth_method of ['client_secret_basic', 'client_secret_jwt']) {
    const body = {
      name: 'job',
      scopes: ['read_items'],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method,
    };
    const { json } = await person.api.post('applications', body);
    const { client_id = '', client_secret = '' } = take(token_endpoint_auth_method, json, 'client_secret');
    if (token_endpoint_auth_method === 'client_secret_jwt') continue;
    const form = { grant_type: 'client_credentials' };
    const issued = await postForm(`${server.baseUrl}/oauth/token`, form, basic(client_id, client_secret));
    take('client credentials', issued.json, 'access_token');
  }

  const party = await RelyingParty.at(server);
  used.set('secret of a relying party', party.client.clientSecret);
  const back = await party.authorize(person, { scope: 'openid offline_access' });
  const code = back.searchParams.get('code') ?? '';
  const redeemed = await party.redeem(code);
  used.set('code', code);
  used.set('code_verifier', VERIFIER);
  take('a code', redeemed.json, 'access_token', 'refresh_token', 'id_token');
  // one that waits to be redeemed, and a code that is redeemed twice
  used.set('unused code', (await party.authorize(person)).searchParams.get('code') ?? '');
  await party.redeem(code);

  const television = await RelyingParty.at(server, { type: 'public', secret: null, grantTypes: [DEVICE_CODE] });
  const asked = { client_id: television.client.clientId };
  take('a device', (await postForm(`${server.baseUrl}/oauth/device_authorization`, asked)).json, 'device_code');
  const registration = { redirect_uris: ['https://client.example.com/cb'], client_name: 'Registered' };
  const registered = await postJson(`${server.baseUrl}/oauth/register`, registration);
  take('a registration', registered.json, 'registration_access_token', 'client_secret');

  // refused ones are logged and audited
  for (const credential of [...used.values()]) {
    await postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'refresh_token', refresh_token: credential });
    await postJson(`${server.baseUrl}/auth/login`, { username: person.email, password: `${credential} mistyped` });
    await fetch(`${server.baseUrl}/api/v1/users/me`, { headers: { 'x-api-key': credential } });
  }
}

beforeAll(async () => {
  const patient = Object.fromEntries(
    ['ACCOUNT_AND_NETWORK', 'ACCOUNT', 'NETWORK'].map((name) => [`ATTEMPTS_PER_${name}`, '1000']),
  );
  server = await startLatchkey({
    settings: { LOG_LEVEL: 'trace', DYNAMIC_REGISTRATION: 'open', ...patient },
    log: { write: (line: string) => void log.push(line) },
  });
  await useEverything();
});
afterAll(() => server.stop());

describe('after every kind of credential was used, and refused, none stands', () => {
  it('in any table', async () => {
    const tables = await server.database.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const found: string[] = [];
    let rows = 0;
    for (const { name } of tables) {
      const kept = await server.database.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${name} t`);
      rows += kept.length;
      found.push(...foundIn(kept.map(({ row }) => row).join('\n')).map((what) => `${what} in ${name}`));
    }
    expect(rows).toBeGreaterThan(used.size);
    expect(found).toEqual([]);
  });

  it('in the log, at its most detailed', () => {
    expect(log.length).toBeGreaterThan(used.size);
    expect(foundIn(log.join('\n'))).toEqual([]);
  });

  it('in the metrics', async () => {
    expect(foundIn(await register.metrics())).toEqual([]);
  });
});
