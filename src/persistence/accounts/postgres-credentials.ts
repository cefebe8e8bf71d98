import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { Credentials, type Failures, type Standing } from '../../auth/password/credentials.js';
import { Settings } from '../../config/settings.js';
import { Whitelist } from '../../network/whitelist.js';
import type { Role } from '../../oauth/stores/accounts.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { Database, type HotStatement } from '../database/database.js';

const ACCOUNT_AND_NETWORK = 'account-network';
const ACCOUNT = 'account';
const NETWORK = 'network';

interface StandingRow {
  subject: string;
  id: string | null;
  account_number: number;
  email: string;
  email_verified: boolean;
  updated_at: Date;
  username: string | null;
  name: string | null;
  role: Role;
  password_hash: string;
  disabled_at: Date | null;
  epoch: number;
  familiar: boolean;
  networks: string[];
  failures: Record<string, [count: number, expire: number] | undefined>;
}

/** The account, its whitelist and all counters of its failures, in one look. Counters of the past do not count. */
const STANDING: HotStatement = {
  name: 'credentials_standing',
  text: `SELECT s.subject, u.id, u.account_number, u.email, u.email_verified, u.updated_at, u.username, u.name, u.role, u.password_hash, u.disabled_at, u.epoch,
                EXISTS (SELECT FROM known_networks k WHERE k.user_id = u.id AND k.network = $3) AS familiar,
                ARRAY(SELECT e.cidr::text FROM ip_entries e WHERE e.user_id = u.id) AS networks,
                (SELECT coalesce(json_object_agg(split_part(a.key, ':', 1), json_build_array(a.points, a.expire)), '{}')
                   FROM attempts a
                  WHERE a.key IN ('${ACCOUNT_AND_NETWORK}:' || s.subject || ' ' || $3, '${ACCOUNT}:' || s.subject, '${NETWORK}:' || $3)
                    AND a.expire > $4::bigint) AS failures
           FROM (SELECT 1) one
           LEFT JOIN users u ON CASE WHEN strpos($1, '@') > 0 THEN u.email = $1 ELSE u.username = $1 END
          CROSS JOIN LATERAL (SELECT coalesce(u.id::text, $2) AS subject) s`,
};

@Injectable()
export class PostgresCredentials extends Credentials {
  private readonly accountAndNetwork: RateLimiterPostgres;
  private readonly account: RateLimiterPostgres;
  private readonly network: RateLimiterPostgres;

  constructor(
    private readonly database: Database,
    settings: Settings,
  ) {
    super();
    const limiter = (keyPrefix: string, points: number, duration: number) =>
      new RateLimiterPostgres({
        storeClient: database.pool,
        storeType: 'pool',
        tableName: 'attempts',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration,
      });
    this.accountAndNetwork = limiter(
      ACCOUNT_AND_NETWORK,
      settings.attemptsPerAccountAndNetwork,
      settings.attemptsPerAccountAndNetworkWindow,
    );
    this.account = limiter(ACCOUNT, settings.attemptsPerAccount, settings.attemptsPerAccountWindow);
    this.network = limiter(NETWORK, settings.attemptsPerNetwork, settings.attemptsPerNetworkWindow);
  }

  async standing(login: string, network: string): Promise<Standing> {
    // a stranger's name is counted by its hash: it may be long, and it may be a password typed in the wrong field
    const stranger = createHash('sha256').update(login).digest('base64url');
    const [row] = await this.database.run<StandingRow>(STANDING, [login, stranger, network, Date.now()]);
    if (row === undefined) throw new TemporarilyUnavailable('the account could not be looked up');
    return {
      subject: row.subject,
      account: row.id === null ? undefined : { ...accountOf(row), id: row.id },
      passwordHash: row.id === null ? undefined : row.password_hash,
      familiar: row.familiar,
      accountAndNetwork: failuresOf(row.failures[ACCOUNT_AND_NETWORK]),
      everywhere: failuresOf(row.failures[ACCOUNT]),
      network: failuresOf(row.failures[NETWORK]),
    };
  }

  async failed(subject: string, network: string): Promise<void> {
    await Promise.all([
      this.accountAndNetwork.penalty(`${subject} ${network}`),
      this.account.penalty(subject),
      this.network.penalty(network),
    ]).catch((cause: unknown) => {
      throw new TemporarilyUnavailable('a failed attempt could not be counted', cause);
    });
  }

  async succeeded(subject: string, network: string): Promise<void> {
    await this.accountAndNetwork.delete(`${subject} ${network}`);
  }

  async rehash(userId: string, old: string, replacement: string): Promise<void> {
    await this.database.query((prisma) =>
      prisma.user.updateMany({ where: { id: userId, passwordHash: old }, data: { passwordHash: replacement } }),
    );
  }
}

function failuresOf(counter: [count: number, expire: number] | undefined): Failures {
  return counter === undefined ? { count: 0, resetsAt: null } : { count: counter[0], resetsAt: new Date(counter[1]) };
}

function accountOf(row: StandingRow) {
  return {
    number: row.account_number,
    email: row.email,
    emailVerified: row.email_verified,
    username: row.username,
    name: row.name,
    role: row.role,
    disabled: row.disabled_at !== null,
    epoch: row.epoch,
    updatedAt: row.updated_at,
    whitelist: Whitelist.of(row.networks),
  };
}
