// An attacker would gain the server's disk, or everyone else's turn: each application that proves who it is has a bound of
// its own, and one member makes a hundred applications. Those of one owner have a bound together, and leave others theirs.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, postForm } from '../support/http.js';
import { addApplication } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addSigningClient, assertionFields, type SigningClient } from '../support/signing-client.js';
import { TestClock } from '../support/test-clock.js';
import { addUser } from '../support/user.js';
import { eventually } from '../support/eventually.js';

const REDIRECT = 'https://rp.example/cb';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const DAY = 86_400;
/** For one application, for those of one owner (a quarter of all), and in all. */
const [MOST, OF_OWNER, IN_ALL] = [5, 7, 31];

const clock = new TestClock();
let server: Latchkey;

beforeAll(async () => {
  const bounds = ['PUSHED_REQUESTS', 'DEVICE_CODES', 'USED_ASSERTIONS', 'CLIENT_WRITES'].flatMap(
    (name): [string, string][] => [
      [`${name}_PER_NETWORK`, String(MOST)],
      [name, String(IN_ALL)],
    ],
  );
  const settings = { TRUST_PROXY: '127.0.0.1', REFUSALS_PER_ACCOUNT: String(MOST), ...Object.fromEntries(bounds) };
  server = await startLatchkey({ clock, settings });
});
afterAll(() => server.stop());

let networks = 0;
/** Each request comes from a network of its own. */
const from = () => ({ 'x-forwarded-for': `198.18.2.${String(++networks)}` });
const at = (path: string) => `${server.baseUrl}${path}`;

const ROW = {
  grantTypes: ['authorization_code', 'client_credentials', DEVICE_CODE],
  redirectUris: [REDIRECT],
};

type Client = Pick<SigningClient, 'clientId' | 'clientSecret'> & Partial<SigningClient>;

const withSecret = (ownerId: string): Promise<Client> => addApplication(server.database, { ...ROW, ownerId });

const posts =
  (path: string, form: Record<string, string> = {}) =>
  ({ clientId, clientSecret }: Client): Promise<Answer> =>
    postForm(at(path), form, { ...basic(clientId, clientSecret), ...from() });

const PUSHED = {
  response_type: 'code',
  redirect_uri: REDIRECT,
  code_challenge: challengeOf(VERIFIER),
  code_challenge_method: 'S256',
};

async function assertsItself({ key, clientId }: Client): Promise<Answer> {
  const [iat, exp] = [clock.seconds(), clock.seconds() + 60];
  const proof = await assertionFields(key!, clientId, server.baseUrl, { iat, exp });
  return postForm(at('/oauth/introspect'), { token: 'x', ...proof }, from());
}

async function times(number: number, act: () => Promise<Answer>): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < number; i++) answers.push((await act()).status);
  return answers;
}

describe.each<[string, (ownerId: string) => Promise<Client>, (client: Client) => Promise<Answer>, number]>([
  ['pushed requests', withSecret, posts('/oauth/par', PUSHED), 201],
  ['device codes', withSecret, posts('/oauth/device_authorization'), 200],
  ['used assertions', (ownerId) => addSigningClient(server.database, { ownerId }), assertsItself, 200],
  ['revocations of everything', withSecret, posts('/oauth/revoke'), 200],
])('%s', (_, applicationOf, ask, done) => {
  it('are bounded for the applications of one owner together, and others are served meanwhile', async () => {
    const [{ id }, other] = [await addUser(server), await addUser(server)];
    const [first, second, third] = [await applicationOf(id), await applicationOf(id), await applicationOf(id)];
    expect(await times(MOST + 1, () => ask(first))).toEqual([...Array<number>(MOST).fill(done), 429]);
    const left = OF_OWNER - MOST;
    expect(await times(left + 2, () => ask(second))).toEqual([...Array<number>(left).fill(done), 429, 429]);
    expect(await times(1, () => ask(third))).toEqual([429]);
    const others = await applicationOf(other.id);
    expect(await times(MOST, () => ask(others))).toEqual(Array<number>(MOST).fill(done));

    clock.advance(DAY + 7200);
    expect(await times(1, () => ask(third))).toEqual([done]);
  });
});

it('refusals of applications that proved who they are count for their owner', async () => {
  const { id } = await addUser(server);
  const clients = [await withSecret(id), await withSecret(id)];
  const refused = posts('/oauth/token', { grant_type: 'client_credentials', scope: 'no_such' });
  for (const client of clients) expect(await times(MOST, () => refused(client))).toEqual(Array<number>(MOST).fill(400));
  const rows = () =>
    server.database.query<{ action: string; count: number }>(
      'SELECT action, count FROM audit_events WHERE client_id = ANY($1)',
      [clients.map(({ clientId }) => clientId)],
    );
  await eventually(rows, (found) => {
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(2 * MOST);
    expect(found.filter(({ action }) => action === 'POST /oauth/token')).toHaveLength(MOST);
  });
});
