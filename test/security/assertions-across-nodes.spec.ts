// What an attacker would gain: a token in the name of a client, by a copy of the client's assertion that is sent to a second
// node before that node knows that the first one has taken it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postForm } from '../support/http.js';
import { addSigningClient, assertionFields } from '../support/signing-client.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let one: Latchkey;
let other: Latchkey;

beforeAll(async () => {
  one = await startLatchkey();
  other = await startLatchkey({ database: one.database, settings: { ISSUER: one.baseUrl } });
});

afterAll(async () => {
  await other.stop();
  await one.stop();
});

describe('a client assertion on two nodes', () => {
  it('works once, whichever node sees it first', async () => {
    const { clientId, key } = await addSigningClient(one.database);
    for (let round = 0; round < 5; round++) {
      const form = { grant_type: 'client_credentials', ...(await assertionFields(key, clientId, one.baseUrl)) };
      const answers = await Promise.all(
        [one, other, one, other].map(({ baseUrl }) => postForm(`${baseUrl}/oauth/token`, form)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    }
  });
});
