// What an attacker would gain: an upgrade that closes a hole and says nothing leaves integrations broken without a
// reason, so that administrators open it again for all; what an upgrade refuses from now on is named.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const STOCK = 'https://stock.example.com';

let server: Latchkey;
let admin: Person;
let owner: Person;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  await admin.api.post(`users/${owner.id}/ip-whitelist`, { cidr: '203.0.113.0/24' });
  await admin.api.post('resources', { identifier: STOCK, name: 'Stock', scopes: [] });
});
afterAll(() => server.stop());

/** The statements of a migration from this word on, run on the rows there are. */
async function migrate(name: string, word: string): Promise<void> {
  const file = new URL(`../../prisma/migrations/${name}/migration.sql`, import.meta.url);
  const sql = readFileSync(file, 'utf8');
  await server.database.query(sql.slice(sql.indexOf(`\n${word} `)));
}

async function usedFrom(address: string, ownerId = owner.id, grantTypes = ['client_credentials']) {
  const client = await addApplication(server.database, { ownerId, grantTypes });
  await server.database.query(
    'UPDATE application_secrets SET last_used_ip = $2::inet, last_used_at = now() WHERE application_id = $1',
    [client.id, address],
  );
  return client;
}

it('names the applications that exchange, and those last used from outside their owner’s list', async () => {
  const outside = await usedFrom('198.51.100.1');
  await usedFrom('203.0.113.9');
  await usedFrom('198.51.100.1', admin.id);
  await usedFrom('198.51.100.1', owner.id, ['authorization_code']);
  const byKey = await addApplication(server.database, {
    ownerId: owner.id,
    secret: null,
    authMethod: 'private_key_jwt',
  });
  await server.database.query(
    `INSERT INTO audit_events (id, action, outcome, actor_type, actor_id, ip)
     VALUES (gen_random_uuid(), 'access-token.revoke', 'success', 'application', $1, '198.51.100.2')`,
    [byKey.clientId],
  );
  const service = await addApplication(server.database, { grantTypes: [TOKEN_EXCHANGE] });
  await migrate('20261128050100_exchange_targets', 'UPDATE');
  await migrate('20261128050200_upgrade_notices', 'INSERT');

  const targets = await server.database.query('SELECT exchange_targets FROM applications WHERE id = ANY ($1::uuid[])', [
    [service.id, outside.id],
  ]);
  expect(targets).toHaveLength(2);
  expect(targets).toContainEqual({ exchange_targets: [STOCK] });
  expect(targets).toContainEqual({ exchange_targets: [] });

  const lines: string[] = [];
  const log = { write: (line: string) => void lines.push(line) };
  for (const _ of ['the first start', 'the second']) {
    const next = await startLatchkey({ database: server.database, settings: { LOG_LEVEL: 'warn' }, log });
    await next.stop();
  }
  const told = ({ clientId }: OAuthClient) => lines.filter((line) => line.includes(clientId));
  expect([outside, byKey, service].map((client) => told(client).length)).toEqual([1, 1, 1]);
  expect(lines).toHaveLength(3);
  expect(told(outside).join()).toContain('198.51.100.1');

  expect((await owner.api.get('upgrade-notices')).status).toBe(403);
  const { data } = (await admin.api.get('upgrade-notices')).json as {
    data: { id: string; kind: string; address: string | null; application: { client_id: string } }[];
  };
  expect(data.map(({ kind, address, application }) => [kind, address, application.client_id]).sort()).toEqual(
    [
      ['exchange-targets', null, service.clientId],
      ['outside-owner-list', '198.51.100.1', outside.clientId],
      ['outside-owner-list', '198.51.100.2', byKey.clientId],
    ].sort(),
  );
  const [first] = data;
  expect((await admin.api.delete(`upgrade-notices/${first!.id}`)).status).toBe(204);
  expect((await admin.api.delete(`upgrade-notices/${first!.id}`)).status).toBe(404);
  const list = (await admin.api.get('upgrade-notices')).json as { data: unknown[] };
  expect(list).toEqual({ data: [expect.anything(), expect.anything()], next_cursor: null });
});
