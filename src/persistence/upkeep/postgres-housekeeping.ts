import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { type Horizons, Housekeeping, type Swept } from '../../operations/housekeeping/housekeeping.js';
import { Database, type HotStatement } from '../database/database.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { endMarked } from '../sessions/session-aftermath.js';
import { BATCH, type Step, trim, walk } from './sweeps.js';
import { forgetUnknownNames } from './unknown-names.js';
import { removeUnused } from './unused-registrations.js';

/** Batches of one table in one sweep. */
const MOST_BATCHES = 50;

const NIL = '00000000-0000-0000-0000-000000000000';

interface Trim {
  statement: HotStatement;
  horizon: (horizons: Horizons) => unknown;
}

interface Walk extends Pick<Trim, 'horizon'> {
  step: Step;
  /** Sorts before every key. */
  start: string[];
}

/** Short-lived rows, found by their expiry. */
const SHORT_LIVED: readonly (readonly [table: string, key: string])[] = [
  ['device_codes', 'id'],
  ['pushed_requests', 'handle_hash'],
  ['account_links', 'hash'],
];

const TRIMS: readonly Trim[] = [
  { statement: trim('change_feed', ['seq'], 'until', 'timestamptz'), horizon: ({ now }) => now },
  { statement: trim('used_assertions', ['hash'], 'expires_at', 'timestamptz'), horizon: ({ now }) => now },
  { statement: trim('kept_requests', ['handle_hash'], 'expires_at', 'timestamptz'), horizon: ({ now }) => now },
  { statement: trim('trusted_browsers', ['id'], 'expires_at', 'timestamptz'), horizon: ({ now }) => now },
  { statement: trim('audit_events', ['id'], 'at', 'timestamptz'), horizon: ({ auditEvents }) => auditEvents },
  {
    statement: trim('former_addresses', ['user_id', 'address'], 'left_at', 'timestamptz'),
    horizon: ({ auditEvents }) => auditEvents,
  },
  {
    statement: trim('usage_counts', ['day', 'what', 'subject'], 'day', 'date'),
    horizon: ({ usageCounts }) => usageCounts.toISOString().slice(0, 10),
  },
  ...SHORT_LIVED.map(([table, key]) => ({
    statement: trim(table, [key], 'expires_at', 'timestamptz'),
    horizon: ({ shortLived }: Horizons) => shortLived,
  })),
];

const ENDED = '(expires_at < $1 OR revoked_at < $1)';
/** A sign-in stays as long as its session: it says which applications must hear of the session's end. */
const SESSION_IS_PAST = `(session_id IS NULL OR NOT EXISTS (
  SELECT FROM sessions b WHERE b.id = sign_ins.session_id AND NOT coalesce(b.expires_at < $1 OR b.revoked_at < $1, false)))`;
/** Its row takes itself off each: with more than a few it waits until most are gone. */
const FEW_SIGN_INS = `NOT EXISTS (SELECT FROM sign_ins s WHERE s.session_id = sessions.id OFFSET ${String(BATCH)})`;
/** $1: the horizon of what has ended, and that of codes. A code that no one redeemed in time was never a sign-in. */
const ENDED_SIGN_IN = `(${`${ENDED} AND ${SESSION_IS_PAST}`.replaceAll('$1', '($1)[1]')}
                  OR generation < 0 AND expires_at < ($1)[2])`;

/** Of API keys: those that were revoked by themselves or have expired. The others of an account go with it. */
const DEAD_KEY = '(revoked_at < $1 OR expires_at < $1)';

const WALKS: readonly Walk[] = [
  {
    step: walk('api_keys', [['id', 'text']], DEAD_KEY, 'timestamptz'),
    horizon: ({ auditEvents }) => auditEvents,
    start: [''],
  },
  {
    step: walk('sign_ins', [['id', 'uuid']], ENDED_SIGN_IN, 'timestamptz[]'),
    horizon: ({ ended, shortLived }) => [ended, shortLived],
    start: [NIL],
  },
  {
    step: walk('sessions', [['id', 'uuid']], `${ENDED} AND NOT ending AND ${FEW_SIGN_INS}`, 'timestamptz'),
    horizon: ({ ended }) => ended,
    start: [NIL],
  },
  {
    step: walk('attempts', [['key', 'text']], 'expire < $1', 'bigint'),
    horizon: ({ now }) => now.getTime(),
    start: [''],
  },
  {
    step: walk(
      'known_networks',
      [
        ['user_id', 'uuid'],
        ['network', 'text'],
      ],
      'last_seen < $1',
      'timestamptz',
    ),
    horizon: ({ knownNetworks }) => knownNetworks,
    start: [NIL, ''],
  },
  {
    step: walk(
      'known_places',
      [
        ['user_id', 'uuid'],
        ['place', 'text'],
      ],
      'last_seen < $1',
      'timestamptz',
    ),
    horizon: ({ knownNetworks }) => knownNetworks,
    start: [NIL, ''],
  },
  {
    step: removeUnused,
    horizon: ({ unusedRegistrations }) => unusedRegistrations,
    start: [NIL],
  },
];

@Injectable()
export class PostgresHousekeeping extends Housekeeping {
  /** Where each walk goes on: a table too large for one sweep is looked at in several. */
  private readonly reached = new Map<Walk, string[]>();

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly settings: Settings,
  ) {
    super();
  }

  async sweep(horizons: Horizons, signal: AbortSignal): Promise<Swept> {
    let removed = 0;
    let unfinished = false;
    const add = (swept: Swept) => {
      removed += swept.removed;
      unfinished ||= swept.unfinished;
    };
    add(await this.finishSignOuts(horizons.now, signal));
    for (const each of TRIMS) add(await this.trim(each, horizons, signal));
    for (const each of WALKS) add(await this.walk(each, horizons, signal));
    add(await forgetUnknownNames(this.database, this.settings.attemptsOfUnknownNames, signal));
    return { removed, unfinished };
  }

  private async finishSignOuts(now: Date, signal: AbortSignal): Promise<Swept> {
    for (let i = 0; i < MOST_BATCHES && !signal.aborted; i++) {
      if (!(await endMarked(this.database, this.feed, now))) return { removed: 0, unfinished: false };
    }
    return { removed: 0, unfinished: true };
  }

  private async trim({ statement, horizon }: Trim, horizons: Horizons, signal: AbortSignal): Promise<Swept> {
    let removed = 0;
    for (let i = 0; i < MOST_BATCHES && !signal.aborted; i++) {
      const rows = await this.database.run(statement, [horizon(horizons)]);
      removed += rows.length;
      if (rows.length < BATCH) return { removed, unfinished: false };
    }
    return { removed, unfinished: true };
  }

  /** A walk that did not reach the end goes on at the next sweep; that alone is no reason to hurry. */
  private async walk(walk: Walk, horizons: Horizons, signal: AbortSignal): Promise<Swept> {
    let removed = 0;
    for (let i = 0; i < MOST_BATCHES && !signal.aborted; i++) {
      const after = this.reached.get(walk) ?? walk.start;
      const row = await walk.step(this.database, [walk.horizon(horizons), ...after]);
      removed += row?.removed ?? 0;
      if (!row?.last || row.seen < BATCH) {
        this.reached.delete(walk);
        return { removed, unfinished: false };
      }
      this.reached.set(walk, row.last);
    }
    return { removed, unfinished: removed >= (MOST_BATCHES * BATCH) / 2 };
  }
}
