import { Injectable } from '@nestjs/common';
import { USER_WORDS } from '../../persistence/accounts/user-words.js';
import { containing, hasParts, literal, spellings } from '../../persistence/database/containing.js';
import { Database } from '../../persistence/database/database.js';
import { AUDIT_ACTIONS } from '../../protocol/audit-actions.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { hashOfUnknownLogin } from '../../secrets/unknown-login.js';
import { isUuid } from '../../http/page.js';
import type { AuditNames, AuditRecord, Meant } from './audit-record.js';

/** Accounts, and applications, that one text may stand for: the first by name. */
const MOST_MEANT = 20;
/** Different actions that are looked through for a part. Paths of refused calls may be many. */
const MOST_ACTIONS = 2000;

const NAMES = `
  SELECT 'user' AS type, id::text, NULL AS "clientId", email AS name FROM users WHERE id = ANY($1::text[]::uuid[])
  UNION ALL SELECT 'brand', id::text, NULL, name FROM brands WHERE id = ANY($1::text[]::uuid[])
  UNION ALL SELECT 'application', id::text, client_id, name FROM applications
             WHERE id = ANY($1::text[]::uuid[]) OR client_id = ANY($2::text[])`;

/** Goes from one action to the next by the index, past the events of each. */
const ACTIONS = `
  WITH RECURSIVE steps (action, number) AS (
    (SELECT action, 1 FROM audit_events ORDER BY action LIMIT 1)
    UNION ALL
    SELECT (SELECT e.action FROM audit_events e WHERE e.action > steps.action ORDER BY e.action LIMIT 1), number + 1
      FROM steps WHERE steps.action IS NOT NULL AND number < ${String(MOST_ACTIONS)}
  ) SELECT action FROM steps WHERE position(lower($1::text) IN lower(action)) > 0`;

interface Named {
  type: 'user' | 'brand' | 'application';
  id: string;
  clientId: string | null;
  name: string;
}

/** The names that people know accounts, applications and brands by, which events do not hold. */
@Injectable()
export class AuditNamesRepository {
  constructor(
    private readonly database: Database,
    private readonly key: SecretKey,
  ) {}

  /** The names of all that the events mention. */
  async of(events: readonly AuditRecord[]): Promise<AuditNames> {
    const mentioned = events.flatMap(({ actorId, targetId, clientId }) => [actorId, targetId, clientId]);
    const ids = [...new Set(mentioned.filter((id) => id !== null))];
    const uuids = ids.filter(isUuid);
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<Named[]>(NAMES, uuids, ids));
    const users = rows.filter(({ type }) => type === 'user');
    const brands = rows.filter(({ type }) => type === 'brand');
    const applications = rows.flatMap(({ type, id, clientId, name }) =>
      type !== 'application' ? [] : [id, clientId ?? id].map((key) => [key, { id, name }] as const),
    );
    return {
      users: new Map(users.map(({ id, name }) => [id, name])),
      brands: new Map(brands.map(({ id, name }) => [id, name])),
      applications: new Map(applications),
    };
  }

  /** What events have in place of the names, actions and ids that the text begins or is part of. */
  async meantBy(text: string): Promise<Meant> {
    const values: unknown[] = [];
    const statement = meant(text, values);
    const [named, actions] = await this.database.query((prisma) =>
      Promise.all([
        prisma.$queryRawUnsafe<Pick<Named, 'id' | 'clientId'>[]>(statement, ...values),
        prisma.$queryRawUnsafe<{ action: string }[]>(ACTIONS, text),
      ]),
    );
    const ids = named.flatMap(({ id, clientId }) => (clientId === null ? [id] : [id, clientId]));
    const lower = text.toLowerCase();
    const known = AUDIT_ACTIONS.filter((action) => action.includes(lower));
    return {
      ids: [...new Set([text, hashOfUnknownLogin(this.key, text), ...ids])],
      actions: [...new Set([text, ...known, ...actions.map(({ action }) => action)])],
    };
  }
}

/**
 * The statement of the accounts and applications whose address or name begins with the text, and of the people with a
 * later word of their name that does. Values go to `values`, in order.
 */
export function meant(text: string, values: unknown[]): string {
  const place = (value: unknown) => `$${String(values.push(value))}`;
  // addresses and user names are kept in small letters
  const lower = place(`${literal(text.toLowerCase())}%`);
  const patterns = spellings(text).map((spelling) => place(`${literal(spelling)}%`));
  const begins = patterns.map((pattern) => `lower(name) LIKE lower(${pattern}::text)`).join(' OR ');
  const later = () => containing(` ${text}`, { words: USER_WORDS, fields: ['name'] }, place);
  const most = `LIMIT ${String(MOST_MEANT)}`;
  const ways = [
    `SELECT id::text, NULL AS "clientId" FROM users
      WHERE email LIKE ${lower} OR username LIKE ${lower} OR ${begins} ORDER BY email ${most}`,
    ...(hasParts(text) ? [`SELECT id::text, NULL FROM users WHERE ${later()} ${most}`] : []),
    `SELECT user_id::text, NULL FROM former_addresses WHERE address LIKE ${lower} ORDER BY address ${most}`,
    `SELECT id::text, client_id FROM applications
      WHERE ${begins} OR client_id = ${place(text)} ORDER BY lower(name) ${most}`,
  ];
  return ways.map((way) => `(${way})`).join(' UNION ALL ');
}
