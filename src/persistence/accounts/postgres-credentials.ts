import { Injectable } from '@nestjs/common';
import { Credentials, type Failures, type Standing } from '../../auth/password/credentials.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { Whitelist } from '../../network/whitelist.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { hashOfUnknownLogin } from '../../secrets/unknown-login.js';
import { Counter } from '../database/counter.js';
import { Database } from '../database/database.js';
import { GatheredStatement } from '../database/gathered-statement.js';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './account-rows.js';

/** The counters' kinds: how their keys begin, before a colon. */
export const ACCOUNT_AND_NETWORK = 'account-network';
export const ACCOUNT = 'account';
const NETWORK = 'network';

interface StandingRow extends Omit<AccountRow, 'user_id'> {
  subject: string;
  /** Null, and so are the columns of the account: there is none of this name. */
  user_id: string | null;
  password_hash: string;
  familiar: boolean;
  networks: string[];
  failures: Record<string, [count: number, expire: number] | undefined>;
}

/** The account, its whitelist and all counters of its failures, in one look. Counters of the past do not count. */
const STANDING = {
  name: 'credentials_standing',
  columns: { email: 'text', username: 'text', typed: 'text', network: 'text', now: 'bigint' },
  locks: null,
  text: ` SELECT r.caller::int, s.subject, ${ACCOUNT_COLUMNS}, u.password_hash,
                EXISTS (SELECT FROM known_networks k WHERE k.user_id = u.id AND k.network = r.network) AS familiar,
                u.networks::text[],
                (SELECT coalesce(json_object_agg(split_part(a.key, ':', 1), json_build_array(a.points, a.expire)), '{}')
                   FROM attempts a
                  WHERE a.key IN ('${ACCOUNT_AND_NETWORK}:' || s.subject || ' ' || r.network, '${ACCOUNT}:' || s.subject,
                                  '${NETWORK}:' || r.network)
                    AND a.expire > r.now) AS failures
           FROM r
           LEFT JOIN LATERAL (SELECT * FROM users WHERE email = r.email
                              UNION ALL
                              SELECT * FROM users WHERE username = r.username) u ON true
          CROSS JOIN LATERAL (SELECT coalesce(u.id::text, r.typed) AS subject) s`,
} as const;

@Injectable()
export class PostgresCredentials extends Credentials {
  private readonly looking: GatheredStatement<keyof typeof STANDING.columns, StandingRow>;
  private readonly accountAndNetwork: Counter;
  private readonly account: Counter;
  private readonly network: Counter;

  constructor(
    private readonly database: Database,
    private readonly key: SecretKey,
    settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
    this.looking = new GatheredStatement(database, STANDING);
    const counter = (prefix: string, points: number, duration: number) =>
      new Counter(database, clock, { prefix, points, duration });
    this.accountAndNetwork = counter(
      ACCOUNT_AND_NETWORK,
      settings.attemptsPerAccountAndNetwork,
      settings.attemptsPerAccountAndNetworkWindow,
    );
    this.account = counter(ACCOUNT, settings.attemptsPerAccount, settings.attemptsPerAccountWindow);
    this.network = counter(NETWORK, settings.attemptsPerNetwork, settings.attemptsPerNetworkWindow);
  }

  async standing(login: string, network: string): Promise<Standing> {
    const isEmail = login.includes('@');
    const row = await this.looking.run({
      email: isEmail ? login : null,
      username: isEmail ? null : login,
      typed: hashOfUnknownLogin(this.key, login),
      network,
      now: this.clock.now().getTime(),
    });
    if (row === undefined) throw new TemporarilyUnavailable('the account could not be looked up');
    const { user_id } = row;
    return {
      subject: row.subject,
      account: user_id === null ? undefined : accountOf(Object.assign(row, { user_id }), Whitelist.of(row.networks)),
      passwordHash: user_id === null ? undefined : row.password_hash,
      familiar: row.familiar,
      accountAndNetwork: failuresOf(row.failures[ACCOUNT_AND_NETWORK]),
      everywhere: failuresOf(row.failures[ACCOUNT]),
      network: failuresOf(row.failures[NETWORK]),
    };
  }

  async failed(subject: string, network: string): Promise<void> {
    await Promise.all([
      this.accountAndNetwork.count(`${subject} ${network}`),
      this.account.count(subject),
      this.network.count(network),
    ]).catch((cause: unknown) => {
      throw new TemporarilyUnavailable('a failed attempt could not be counted', cause);
    });
  }

  async succeeded(subject: string, network: string): Promise<void> {
    await this.accountAndNetwork.clear(`${subject} ${network}`);
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
