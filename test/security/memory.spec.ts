// An attacker would gain the server's end: names that no application, API or document has are remembered, so that they
// cost no second visit to the database. A memory that grows with their length, or with the requests they were cut from,
// is filled by any caller within seconds.
import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { basic, postForm } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { JWT_BEARER } from '../support/signing-client.js';
import { eventually } from '../support/eventually.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const REQUESTS = 400;
const AT_ONCE = 20;
const LONG = 'x'.repeat(15_000);
const PADDING = ['a', 'b', 'c'].map((name) => `&${name}=${LONG}`).join('');

let server: Latchkey;
let client: OAuthClient;

beforeAll(async () => {
  server = await startLatchkey();
  client = await addApplication(server.database, { redirectUris: ['https://rp.example/cb'] });
});
afterAll(() => server.stop());

const at = (path: string) => `${server.baseUrl}${path}`;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const assertionOf = (sub: string) =>
  `client_assertion_type=${JWT_BEARER}&client_assertion=${encoded({ alg: 'ES256' })}.${encoded({ sub, iss: sub })}.AAAA`;

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it.each<[string, (name: string) => [path: string, form: string]]>([
  ['a client_id', (name) => ['/oauth/token', `client_id=${name}&client_secret=b`]],
  ['a long client_id', (name) => ['/oauth/authorize', `client_id=${name}${LONG}`]],
  ['the address of a document', (name) => ['/oauth/token', `client_id=http://127.0.0.1:1/${name}&client_secret=b`]],
  ['the subject of an assertion', (name) => ['/oauth/par', assertionOf(`${name}${LONG.slice(0, 9000)}`)]],
  ['a resource', (name) => ['/oauth/token', `grant_type=client_credentials&resource=https://${name}.example`]],
])('%s that is unknown leaves nothing of its request in memory', async (_, formOf) => {
  const ask = async () => {
    const [path, form] = formOf(randomBytes(12).toString('hex'));
    const isOurs = form.startsWith('grant_type');
    await postForm(at(path), form + PADDING, isOurs ? basic(client.clientId, client.clientSecret) : {});
  };
  const round = async (requests: number) => {
    for (let i = 0; i < requests; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, ask));
  };
  await round(AT_ONCE * 4); // what the first requests set up, once
  const before = heap();
  await round(REQUESTS);
  // what waits to be written goes a moment later
  await eventually(heap, (value) => expect(value).toBeLessThan(before + (REQUESTS * PADDING.length) / 3), {
    interval: 250,
  });
});
