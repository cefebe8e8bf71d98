import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokenStatus } from '../../src/oauth/stores/access-token-status.js';
import { Applications } from '../../src/oauth/stores/applications.js';
import { DocumentClients } from '../../src/oauth/stores/document-clients.js';
import { AccessTokens } from '../../src/oauth/tokens/access-token.js';
import { TokenIssuer } from '../../src/oauth/tokens/token-issuer.js';
import { holdTable } from '../support/held-row.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { HERE, originAt, partOf, StoreFixture } from '../support/store-fixture.js';

let latchkey: Latchkey;

beforeAll(async () => {
  latchkey = await startLatchkey();
});
afterAll(() => latchkey.stop());

const INVALID_GRANT = { reason: 'invalid_grant' };

function endEverything({ application }: StoreFixture): Promise<void> {
  return partOf(latchkey, Applications).endEverything(application, {
    action: 'application.revoke-everything',
    actor: { type: 'application', id: application.clientId },
    address: HERE,
    requestId: 'the end',
    reason: 'test',
  });
}

async function isLive(accessToken: string): Promise<boolean> {
  const claims = await partOf(latchkey, AccessTokens).read(accessToken);
  return partOf(latchkey, AccessTokenStatus).isLive(claims!);
}

describe('ending everything of an application', () => {
  it('ends its sign-ins and access tokens of every kind at once, and of no other application', async () => {
    const fixture = await StoreFixture.in(latchkey);
    const other = await StoreFixture.in(latchkey);
    const [a, b] = [await fixture.begin(), await fixture.begin()];
    const own = await partOf(latchkey, TokenIssuer).forApplication(fixture.application, 'public');
    const untouched = await other.begin();

    await endEverything(fixture);
    for (const { refreshToken } of [a, b])
      await expect(fixture.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    for (const { accessToken } of [a, b, own]) expect(await isLive(accessToken)).toBe(false);
    expect(await isLive(untouched.accessToken)).toBe(true);
    await expect(other.refresh(untouched.refreshToken)).resolves.toBeDefined();
  });

  it('is one changed row, one entry of the feed and one audit event, however many sign-ins there are', async () => {
    const fixture = await StoreFixture.in(latchkey);
    await Promise.all(Array.from({ length: 20 }, () => fixture.begin()));
    await endEverything(fixture);
    const [counts] = await latchkey.database.query(
      `SELECT (SELECT count(*) FROM change_feed WHERE subject = $1)::int AS told,
              (SELECT count(*) FROM audit_events WHERE action = 'application.revoke-everything' AND client_id = $1)::int AS audited,
              (SELECT count(*) FROM sign_ins s WHERE s.application_id = $2 AND s.revoked_at IS NOT NULL)::int AS rewritten`,
      [fixture.application.clientId, fixture.application.id],
    );
    expect(counts).toEqual({ told: 1, audited: 1, rewritten: 0 });
  });

  it('leaves the application able to begin again', async () => {
    const fixture = await StoreFixture.in(latchkey);
    await endEverything(fixture);
    const fresh = fixture.with((await partOf(latchkey, Applications).byClientId(fixture.application.clientId))!);
    const { accessToken, refreshToken } = await fresh.begin();
    expect(await isLive(accessToken)).toBe(true);
    await expect(fresh.refresh(refreshToken)).resolves.toBeDefined();
  });

  it('raises the epoch once for each of many that ask at the same time', async () => {
    const fixture = await StoreFixture.in(latchkey);
    await Promise.all(Array.from({ length: 10 }, () => endEverything(fixture)));
    const application = await partOf(latchkey, Applications).byClientId(fixture.application.clientId);
    expect(application?.epoch).toBe(fixture.application.epoch + 10);
  });

  it('beats refreshes in flight', async () => {
    for (let race = 0; race < 10; race++) {
      const fixture = await StoreFixture.in(latchkey);
      const { refreshToken } = await fixture.begin();
      const [ended, ...refreshes] = await Promise.allSettled([
        endEverything(fixture),
        ...Array.from({ length: 5 }, () => fixture.refresh(refreshToken)),
      ]);
      expect(ended.status).toBe('fulfilled');
      for (const refreshed of refreshes) {
        if (refreshed.status === 'rejected') expect(refreshed.reason).toMatchObject(INVALID_GRANT);
        else {
          expect(await isLive(refreshed.value.accessToken)).toBe(false);
          await expect(fixture.refresh(refreshed.value.refreshToken)).rejects.toMatchObject(INVALID_GRANT);
        }
      }
    }
  });
});

describe('applications by their client_id', () => {
  it('are known with their secrets, lists and defaults', async () => {
    const { application } = await StoreFixture.in(latchkey, { scopes: ['public', 'read_items'], accessTokenTtl: null });
    expect(application).toMatchObject({
      defaultScopes: ['public', 'read_items'],
      accessTokenTtl: 3600,
      disabled: false,
    });
    expect(application.secrets).toHaveLength(1);
    expect(application.whitelist.allows('203.0.113.7')).toBe(true);
  });

  it('are absent by any other spelling', async () => {
    const { application } = await StoreFixture.in(latchkey, { clientId: 'Spelling' });
    const applications = partOf(latchkey, Applications);
    for (const name of ['spelling', 'Spelling ', ' Spelling', '', '%', 'Spelling%']) {
      expect(await applications.byClientId(name)).toBeUndefined();
    }
    expect((await applications.byClientId('Spelling'))?.id).toBe(application.id);
  });
});

describe('a client that is described by a document', () => {
  it('is stored once, however many keep it at the same time', async () => {
    const { application } = await StoreFixture.in(latchkey);
    for (let round = 0; round < 10; round++) {
      const clientId = `https://app.example.com/${String(round)}.json`;
      const described = { ...application, id: randomUUID(), clientId };
      const held = await holdTable(latchkey.database, 'applications');
      const kept = Array.from({ length: 20 }, () => partOf(latchkey, DocumentClients).keep(described, originAt(HERE)));
      await held.waiting(2);
      await held.release();
      await Promise.all(kept);
      const [counts] = await latchkey.database.query(
        `SELECT (SELECT count(*) FROM applications WHERE client_id = $1)::int AS rows,
                (SELECT count(*) FROM audit_events WHERE action = 'application.describe' AND client_id = $1)::int AS audited`,
        [clientId],
      );
      expect(counts).toEqual({ rows: 1, audited: 1 });
    }
  });
});
