import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { postForm } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

describe('consents', () => {
  let server: Latchkey;
  let admin: Person;
  let owner: Person;
  let user: Person;
  let outsider: Person;
  let application: OAuthClient;

  beforeAll(async () => {
    server = await startLatchkey();
    admin = await administrator(server);
    [owner, user, outsider] = [
      await newPerson(server, admin),
      await newPerson(server, admin),
      await newPerson(server, admin),
    ];
    application = await addApplication(server.database, { ownerId: owner.id, name: 'Warehouse' });
    await server.database.query('INSERT INTO consents (user_id, application_id, scopes) VALUES ($1, $2, $3)', [
      user.id,
      application.id,
      ['read_items'],
    ]);
  });

  afterAll(() => server.stop());

  const listed = async (person: Person, query = '') => {
    const answer = await person.api.get(`consents${query}`);
    expect(answer.status).toBe(200);
    return (answer.json as { data: { user: { id: string }; scopes: string[] }[] }).data;
  };

  it('are shown to the person who gave them, to the application’s owner and to admins', async () => {
    const query = `?client_id=${application.clientId}`;
    expect(await listed(user)).toMatchObject([
      {
        user: { id: user.id },
        application: { client_id: application.clientId, name: 'Warehouse' },
        scopes: ['read_items'],
      },
    ]);
    expect(await listed(owner, query)).toHaveLength(1);
    expect(await listed(admin, query)).toHaveLength(1);
    expect(await listed(admin, `?user_id=${user.id}`)).toHaveLength(1);
    expect(await listed(outsider, query)).toEqual([]);
    expect(await listed(owner)).toEqual([]);
  });

  it('of other people are neither shown nor ended', async () => {
    expect((await outsider.api.get(`consents?user_id=${user.id}`)).status).toBe(403);
    expect((await outsider.api.delete(`consents/${application.clientId}?user_id=${user.id}`)).status).toBe(403);
    expect((await outsider.api.delete(`consents/${application.clientId}`)).status).toBe(404);
  });

  it('refuse junk', async () => {
    expect((await user.api.get('consents?cursor=anything')).status).toBe(400);
    expect((await user.api.get('consents?colour=red')).status).toBe(400);
    expect((await user.api.delete('consents/no-such-application')).status).toBe(404);
  });

  it('end with the sign-ins that stand on them', async () => {
    const tokens = (
      await postForm(`${server.baseUrl}/oauth/token`, {
        grant_type: 'password',
        username: user.email,
        password: user.password,
        client_id: application.clientId,
        client_secret: application.clientSecret,
      })
    ).json as { refresh_token: string };
    expect((await user.api.delete(`consents/${application.clientId}`)).status).toBe(204);
    expect(await listed(user)).toEqual([]);
    const refreshed = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      client_id: application.clientId,
      client_secret: application.clientSecret,
    });
    expect(refreshed.json).toMatchObject({ error: 'invalid_grant' });
    expect((await user.api.delete(`consents/${application.clientId}`)).status).toBe(404);
  });
});
