import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, call, postForm } from '../support/http.js';
import { addSigningClient, assertionFields } from '../support/signing-client.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { RelyingParty } from '../support/relying-party.js';

let server: Latchkey;
/** A service inside the network. */
let inside: Server;
let visits = 0;

beforeAll(async () => {
  server = await startLatchkey();
  inside = createServer((_request, response) => {
    visits++;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}');
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  inside.close();
  await server.stop();
});

async function assertWith(uri: string): Promise<Answer> {
  const metadata = { jwks: undefined, jwks_uri: uri };
  const { clientId, key } = await addSigningClient(server.database, { metadata });
  const fields = await assertionFields(key, clientId, server.baseUrl);
  return postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials', ...fields });
}

describe('an address that an application names for its keys', () => {
  it.each([
    'http://127.0.0.1:PORT/jwks',
    'http://localhost:PORT/jwks',
    'http://2130706433:PORT/jwks',
    'http://0x7f000001:PORT/jwks',
    'http://127.1:PORT/jwks',
    'http://[::ffff:127.0.0.1]:PORT/jwks',
    'http://0.0.0.0:PORT/jwks',
    'https://127.0.0.1:PORT/jwks',
    'http://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/latest/meta-data/',
    'file:///etc/passwd',
  ])('is not fetched when it is %s', async (address) => {
    const { port } = inside.address() as AddressInfo;
    const answer = await assertWith(address.replace('PORT', String(port)));
    expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
    expect(visits).toBe(0);
  });

  it('reveals nothing about the network: every failure has the same answer', async () => {
    const { port } = inside.address() as AddressInfo;
    const open = await assertWith(`http://127.0.0.1:${String(port)}/jwks`);
    const closed = await assertWith('http://127.0.0.1:1/jwks');
    expect(open.text).toBe(closed.text);
    expect(open.text).not.toContain('127.0.0.1');
  });

  it('is not fetched for a request object at the authorization endpoint either', async () => {
    const { port } = inside.address() as AddressInfo;
    const party = await RelyingParty.at(server, {
      metadata: { jwks_uri: `http://127.0.0.1:${String(port)}/jwks` },
    });
    const { key } = await addSigningClient(server.database);
    const request = await key.sign({ client_id: party.client.clientId, response_type: 'code' });
    const query = new URLSearchParams({ client_id: party.client.clientId, request });
    const answer = await call(`${server.baseUrl}/oauth/authorize?${query.toString()}`);
    expect(answer.status).toBe(400);
    expect(visits).toBe(0);
  });

  it('is never taken from the header of the JWT to verify', async () => {
    const { port } = inside.address() as AddressInfo;
    const { clientId, key } = await addSigningClient(server.database);
    const url = `http://127.0.0.1:${String(port)}/jwks`;
    for (const header of [{ jku: url }, { x5u: url }]) {
      const jwt = await key.sign({ iss: clientId, sub: clientId }, { kid: 'unknown', ...header });
      await postForm(`${server.baseUrl}/oauth/token`, {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: jwt,
      });
    }
    expect(visits).toBe(0);
  });
});
