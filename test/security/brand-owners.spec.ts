/*
 * A person who left a brand, or was never its owner, would go on asking people for their consent under its name and
 * logo, and its owners would neither see nor end it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';

let server: Latchkey;
let admin: Person;
let owner: Person;
let leaver: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  leaver = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Branded {
  brandId: string;
  brand: string;
  id: string;
  clientId: string;
}

let brands = 0;

/** A brand with two owners, and an application of the second that carries it. */
async function branded(): Promise<Branded> {
  const brand = `Acme ${String(++brands)}`;
  const { id: brandId } = (await owner.api.post('brands', { name: brand })).json as { id: string };
  await admin.api.put(`brands/${brandId}/members/${leaver.id}`, { role: 'owner' });
  const settings = { name: 'Shop', scopes: ['openid'], redirect_uris: [CALLBACK], brand_id: brandId };
  const answer = await leaver.api.post('applications', settings);
  expectOf(answer.text, answer.status).toBe(201);
  const { id, client_id: clientId } = answer.json as { id: string; client_id: string };
  return { brandId, brand, id, clientId };
}

async function pageOf(clientId: string): Promise<string> {
  const query = { response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, scope: 'openid' };
  return (await new Browser(server.baseUrl).open(`/oauth/authorize?${new URLSearchParams(query).toString()}`)).text;
}

const listed = async (person: Person, brandId: string) => {
  const answer = await person.api.get(`brands/${brandId}/applications`);
  return [answer.status, (answer.json as { data?: unknown }).data];
};

describe('a brand', () => {
  it('is not on the pages of a person who has left it', async () => {
    const { brandId, brand, id, clientId } = await branded();
    expect(await pageOf(clientId)).toContain(brand);
    await owner.api.delete(`brands/${brandId}/members/${leaver.id}`);
    expect(await pageOf(clientId)).not.toContain(brand);
    expect(await listed(owner, brandId)).toEqual([200, [expect.objectContaining({ id, shown: false })]]);
    await admin.api.put(`brands/${brandId}/members/${leaver.id}`, { role: 'owner' });
    expect(await pageOf(clientId)).toContain(brand);
  });

  it('is not on the pages of a person who owns it no more', async () => {
    const { brandId, brand, clientId } = await branded();
    await owner.api.put(`brands/${brandId}/members/${leaver.id}`, { role: 'member' });
    expect(await pageOf(clientId)).not.toContain(brand);
  });

  it('stays where an administrator gave it, until it is taken off', async () => {
    const { id: brandId } = (await owner.api.post('brands', { name: 'Given' })).json as { id: string };
    const settings = { name: 'Shop', scopes: ['openid'], redirect_uris: [CALLBACK] };
    const made = (await leaver.api.post('applications', settings)).json as { id: string; client_id: string };
    expect((await leaver.api.patch(`applications/${made.id}`, { brand_id: brandId })).status).toBe(400);
    expect((await admin.api.patch(`applications/${made.id}`, { brand_id: brandId })).status).toBe(200);
    expect(await pageOf(made.client_id)).toContain('Given');
    expect((await owner.api.delete(`brands/${brandId}/applications/${made.id}`)).status).toBe(204);
    expect(await pageOf(made.client_id)).not.toContain('Given');
  });

  it('is taken off an application by its owners, and by no one else', async () => {
    const { brandId, brand, id, clientId } = await branded();
    const path = `brands/${brandId}/applications/${id}`;
    await owner.api.put(`brands/${brandId}/members/${leaver.id}`, { role: 'member' });
    const other = await newPerson(server, admin);
    expect((await listed(leaver, brandId))[0]).toBe(403);
    expect((await leaver.api.delete(path)).status).toBe(403);
    expect((await listed(other, brandId))[0]).toBe(404);
    expect((await other.api.delete(path)).status).toBe(404);
    const another = await branded();
    expect((await owner.api.delete(`brands/${another.brandId}/applications/${id}`)).status).toBe(404);

    expect((await owner.api.delete(path)).status).toBe(204);
    expect((await owner.api.delete(path)).status).toBe(404);
    expect(await listed(owner, brandId)).toEqual([200, []]);
    await owner.api.put(`brands/${brandId}/members/${leaver.id}`, { role: 'owner' });
    expect(await pageOf(clientId)).not.toContain(brand);
    expect((await leaver.api.get(`applications/${id}`)).json).toMatchObject({ brand_id: null });
    const events = await admin.api.get(`audit-events?action=brand.application-detach&target=${brandId}`);
    expect((events.json as { data: unknown[] }).data).toEqual([
      expect.objectContaining({
        details: { application_id: id },
        actor: { type: 'user', id: owner.id, name: owner.email },
      }),
    ]);
  });

  it('has its applications listed page by page, without more of them than their owners show', async () => {
    const { brandId } = await branded();
    const settings = { name: 'Second', scopes: ['openid'], redirect_uris: [CALLBACK], brand_id: brandId };
    await leaver.api.post('applications', settings);
    const first = (await owner.api.get(`brands/${brandId}/applications?limit=1`)).json as {
      data: object[];
      next_cursor: string;
    };
    expect(first.data).toMatchObject([
      {
        name: 'Second',
        owner_id: leaver.id,
        owner_name: null,
        shown: true,
      },
    ]);
    const next = await owner.api.get(`brands/${brandId}/applications?limit=1&cursor=${first.next_cursor}`);
    expect(next.json).toMatchObject({ data: [{ name: 'Shop' }], next_cursor: null });
  });
});
