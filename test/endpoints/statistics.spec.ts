import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person, refreshed, tokenPair } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';

interface Statistics {
  days: { day: string; sign_ins: number; active_sign_ins: number; refresh_retries: number; replays: number }[];
  tokens_by_grant: { grant: string; count: number }[];
  discouraged: { what: string; subject: string; count: number }[];
  refusals_by_reason: { reason: string; count: number }[];
}

describe('statistics', () => {
  let server: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    server = await startLatchkey();
    admin = await administrator(server);
  });

  afterAll(() => server.stop());

  it('are for admins', async () => {
    const member = await newPerson(server, admin);
    expect((await member.api.get('statistics')).status).toBe(403);
  });

  it('count sign-ins, tokens by grant, retries and refusals by day', async () => {
    const { refresh_token } = await tokenPair(server, admin.email, admin.password);
    await refreshed(server, refresh_token);
    await refreshed(server, refresh_token);
    await refreshed(server, 'junk');

    // each length of time is kept for itself for half a minute
    let days = 10;
    const read = async () => (await admin.api.get(`statistics?days=${String(days++)}`)).json as Statistics;
    await eventually(
      async () => (await read()).days.at(-1)?.refresh_retries,
      (value) => expect(value).toBe(1),
      { interval: 500 },
    );
    const { days: all, tokens_by_grant, refusals_by_reason } = await read();
    expect(all).toHaveLength(days - 1);
    expect(all.at(-1)).toMatchObject({ day: new Date().toISOString().slice(0, 10), replays: 0 });
    expect(all.at(-1)?.sign_ins).toBeGreaterThanOrEqual(3);
    expect(all.at(-1)?.active_sign_ins).toBeGreaterThanOrEqual(3);
    expect(all[0]).toMatchObject({ sign_ins: 0, active_sign_ins: 0 });
    expect(tokens_by_grant).toContainEqual({ grant: 'first_party_refresh', count: 1 });
    expect(refusals_by_reason.map(({ reason }) => reason)).toContain('invalid_grant');
  });

  it('count on beyond what four bytes hold', async () => {
    const many = 3_000_000_000;
    const whats = ['token_issued', 'refresh_retried', 'password_grant'];
    await server.database.query(
      `INSERT INTO usage_counts (day, what, subject, count)
       SELECT current_date - 1, what, 'busy', $2 FROM unnest($1::text[]) AS what`,
      [whats, many],
    );
    const { status, json } = await admin.api.get('statistics?days=40');
    expect(status).toBe(200);
    const { days, tokens_by_grant, discouraged } = json as Statistics;
    expect(tokens_by_grant).toContainEqual({ grant: 'busy', count: many });
    expect(days.at(-2)?.refresh_retries).toBe(many);
    expect(discouraged).toContainEqual(
      expect.objectContaining({ what: 'password_grant', subject: 'busy', count: many }),
    );
  });

  it.each(['0', '91', '1.5', 'many'])('refuse %s days', async (days) => {
    expect((await admin.api.get(`statistics?days=${days}`)).status).toBe(400);
  });
});
