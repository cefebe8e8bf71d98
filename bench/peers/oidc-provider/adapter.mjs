// A straightforward adapter of oidc-provider on PostgreSQL: one table, the payload as JSONB, partial indexes for the
// secondary keys, named prepared statements.
export const TABLES = `
CREATE TABLE oidc_payloads (
  type text NOT NULL, id text NOT NULL, payload jsonb NOT NULL,
  grant_id text, user_code text, uid text, expires_at timestamptz, consumed_at timestamptz,
  PRIMARY KEY (id, type));
CREATE INDEX ON oidc_payloads (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX ON oidc_payloads (uid) WHERE uid IS NOT NULL;
CREATE INDEX ON oidc_payloads (user_code) WHERE user_code IS NOT NULL;
CREATE TABLE users (id text PRIMARY KEY, email text UNIQUE NOT NULL, password text NOT NULL);
`;

function entryOf(row) {
  if (row === undefined) return undefined;
  return { ...row.payload, ...(row.consumed_at ? { consumed: Math.floor(row.consumed_at / 1000) } : undefined) };
}

export function postgresAdapter(pool) {
  const run = (name, text, values) => pool.query({ name, text, values });
  return class PostgresAdapter {
    constructor(name) {
      this.type = name;
    }

    async upsert(id, payload, expiresIn) {
      await run(
        'upsert',
        `INSERT INTO oidc_payloads (type, id, payload, grant_id, user_code, uid, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
         ON CONFLICT (id, type) DO UPDATE SET payload = $3, grant_id = $4, user_code = $5, uid = $6, expires_at = excluded.expires_at`,
        [
          this.type,
          id,
          payload,
          payload.grantId ?? null,
          payload.userCode ?? null,
          payload.uid ?? null,
          expiresIn ?? null,
        ],
      );
    }

    find(id) {
      return this.one('find', 'id', id);
    }

    findByUid(uid) {
      return this.one('find_uid', 'uid', uid);
    }

    findByUserCode(code) {
      return this.one('find_user_code', 'user_code', code);
    }

    async consume(id) {
      await run('consume', 'UPDATE oidc_payloads SET consumed_at = now() WHERE id = $1 AND type = $2', [id, this.type]);
    }

    async destroy(id) {
      await run('destroy', 'DELETE FROM oidc_payloads WHERE id = $1 AND type = $2', [id, this.type]);
    }

    async revokeByGrantId(grantId) {
      await run('revoke', 'DELETE FROM oidc_payloads WHERE grant_id = $1', [grantId]);
    }

    async one(name, column, value) {
      const text = `SELECT payload, consumed_at FROM oidc_payloads WHERE ${column} = $1 AND type = $2`;
      return entryOf((await run(name, text, [value, this.type])).rows[0]);
    }
  };
}
