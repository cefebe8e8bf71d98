import { readFileSync } from 'node:fs';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idTokenAlgOf } from '../../src/protocol/client-metadata.js';
import { basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const MIGRATION = new URL('../../prisma/migrations/20261128202000_id_token_algorithm/migration.sql', import.meta.url);

describe('the algorithm of id_tokens', () => {
  let server: Latchkey;
  let admin: Person;
  let ada: Person;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { SIGNING_ALG: 'EdDSA' } });
    admin = await administrator(server);
    ada = await newPerson(server, admin);
  });
  afterAll(() => server.stop());

  async function algorithmsAt(metadata: object): Promise<(string | undefined)[]> {
    const body = { name: 'By hand', scopes: ['openid', 'email'], ...metadata };
    const made = await admin.api.post('applications', body);
    expectOf(made.text, made.status).toBe(201);
    const { client_id, client_secret } = made.json as { client_id: string; client_secret: string };
    const form = { grant_type: 'password', username: ada.email, password: ada.password, scope: 'openid' };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(client_id, client_secret));
    expectOf(answer.text, answer.status).toBe(200);
    const { id_token, access_token } = answer.json as { id_token: string; access_token: string };
    return [id_token, access_token].map((token) => decodeProtectedHeader(token).alg);
  }

  it('is RS256 for an application that names none, also if access tokens have another algorithm', async () => {
    expect(await algorithmsAt({})).toEqual(['RS256', 'EdDSA']);
  });

  it('is what the application names', async () => {
    expect(await algorithmsAt({ id_token_signed_response_alg: 'ES256' })).toEqual(['ES256', 'EdDSA']);
  });

  it('is one that FAPI 2.0 allows under that profile', () => {
    expect(idTokenAlgOf({ security_profile: 'fapi2' })).toBe('ES256');
    expect(idTokenAlgOf({ security_profile: 'fapi2', id_token_signed_response_alg: 'EdDSA' })).toBe('EdDSA');
  });

  it('stays what it was for applications from before', async () => {
    const silent = await addApplication(server.database);
    const named = await addApplication(server.database, { metadata: { id_token_signed_response_alg: 'RS256' } });
    const sql = readFileSync(MIGRATION, 'utf8');
    await server.database.query(`BEGIN; SET LOCAL latchkey.signing_alg = 'EdDSA'; ${sql} COMMIT`);
    const algorithmOf = async (id: string) =>
      server.database.query(
        `SELECT metadata ->> 'id_token_signed_response_alg' AS alg FROM applications WHERE id = $1`,
        [id],
      );
    expect(await algorithmOf(silent.id)).toEqual([{ alg: 'EdDSA' }]);
    expect(await algorithmOf(named.id)).toEqual([{ alg: 'RS256' }]);
  });
});
