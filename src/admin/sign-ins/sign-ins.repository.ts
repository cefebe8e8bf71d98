import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import type { SignInsFilter, SignInRecord } from './sign-in.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { endOfSignIn, recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { SignInEndings } from '../../persistence/sign-ins/sign-in-endings.js';
import { conditionsOf } from '../../persistence/sign-ins/sign-in-filter.js';
import { ALIVE } from '../../persistence/sign-ins/sign-in-statements.js';

/** What a person may still end: an application that gave its tokens back may sign them out by what it kept. */
const NOT_TURNED_OUT = { OR: [{ revokedAt: null }, { givenUp: true }] };

interface SignInRow extends Omit<SignInRecord, 'application'> {
  clientId: string;
  name: string;
  builtIn: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Below generation 0 a sign-in still waits for its authorization code. */
const REDEEMED = 's.generation >= 0 AND s.expires_at > $1::timestamptz';

interface Listing {
  from: string;
  conditions: readonly string[];
}

function ofAll(filter: readonly string[]): Listing {
  const from = 'sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id';
  return { from, conditions: [REDEEMED, ALIVE, 's.id < $3::text::uuid', ...filter] };
}

/**
 * Those of one person, read in order and up to the limit, however many there are. As a range of this one index, each row looked at
 * by itself: the planner would take few for all of theirs and sort these, or walk everyone's.
 */
function ofPerson($: string, filter: readonly string[]): Listing {
  const range = `(s.user_id, s.id) >= (${$}::text::uuid, '${FIRST}') AND (s.user_id, s.id) <= (${$}::text::uuid, $3::text::uuid)`;
  const from = `users u
      CROSS JOIN LATERAL (
        SELECT s.* FROM sign_ins s
         WHERE ${range} AND s.id <> $3::text::uuid AND ${REDEEMED}
           AND EXISTS (SELECT FROM applications a WHERE a.id = s.application_id AND ${[ALIVE, ...filter].join(' AND ')} OFFSET 0)
         ORDER BY s.user_id DESC, s.id DESC LIMIT $2::int) AS s
      JOIN applications a ON a.id = s.application_id`;
  return { from, conditions: [`u.id = ${$}::text::uuid`] };
}

/** The live sign-ins, to look at and to end. */
@Injectable()
export class SignInsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly endings: SignInEndings,
    private readonly clock: Clock,
  ) {}

  /** Newest first; one more than the page holds if there are more. */
  async list({ userId, ...filter }: SignInsFilter, { limit, after }: PageRequest): Promise<SignInRecord[]> {
    const values: unknown[] = [this.clock.now(), limit + 1, after ?? LAST];
    const filtered = conditionsOf(filter, values);
    const { from, conditions } =
      userId === undefined ? ofAll(filtered) : ofPerson(`$${String(values.push(userId))}`, filtered);
    const text = `SELECT s.id::text, s.user_id::text AS "userId", a.client_id AS "clientId", a.name, a.built_in AS "builtIn", s.scope,
                         s.created_at AS "createdAt", s.rotated_at AS "rotatedAt", host(s.ip) AS ip,
                         host(s.last_ip) AS "lastIp", s.user_agent AS "userAgent", s.expires_at AS "expiresAt"
                    FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY s.id DESC LIMIT $2::int`;
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<SignInRow[]>(text, ...values));
    return rows.map(({ clientId, name, builtIn, ...grant }) => ({
      ...grant,
      application: { clientId, name, builtIn },
    }));
  }

  /** Whose sign-in it is, that lives or that its application gave up. */
  async findOwner(id: string): Promise<string | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.signIn.findFirst({
        where: { id, ...NOT_TURNED_OUT, generation: { gte: 0 }, expiresAt: { gt: this.clock.now() } },
        select: { userId: true },
      }),
    );
    return row?.userId;
  }

  /** Ends one sign-in; false when there was nothing left to end. */
  end(id: string, reason: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const data = { revokedAt: now, givenUp: false };
      const { count } = await tx.signIn.updateMany({ where: { id, ...NOT_TURNED_OUT }, data });
      if (count === 0) return false;
      changes.push(endOfSignIn(id, now));
      const target = { type: 'sign-in', id };
      await audit(tx, { ...by, clientId: null, action: 'sign-in.revoke', outcome: 'success', target, reason }, now);
      return true;
    });
  }

  /**
   * Ends a person's sign-ins but the one to keep, in batches that are each durable, audited and told to every node
   * when they are done.
   */
  async endAll(filter: SignInsFilter & { userId: string }, keep: string | undefined, by: DoneBy): Promise<void> {
    const target = { type: 'user', id: filter.userId };
    const details = filter.clientId === undefined ? {} : { application: filter.clientId };
    const event = { ...by, action: 'sign-in.revoke-all', outcome: 'success', target, details } as const;
    await this.endings.end({ ...filter, except: keep }, event);
  }
}
