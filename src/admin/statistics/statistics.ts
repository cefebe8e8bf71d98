/** What happened on one day (UTC). */
export interface DayRecord {
  /** `2024-01-15` */
  day: string;
  signIns: number;
  refusals: number;
  refreshRetries: number;
  replays: number;
  /** Sign-ins alive at the end of the day; of today: now. */
  activeSignIns: number;
}

export interface Count {
  name: string;
  count: number;
}

/** Who took a discouraged way in, and how often. */
export interface DiscouragedUse {
  what: string;
  /** A `client_id`, or an API key's id. */
  subject: string;
  /** Null: it is gone. */
  name: string | null;
  /** The application's id, where it is one. */
  applicationId: string | null;
  count: number;
  lastDay: string;
}

export interface Totals {
  users: number;
  disabledUsers: number;
  applications: number;
  disabledApplications: number;
}

export interface StatisticsRecord {
  totals: Totals;
  days: DayRecord[];
  tokensByGrant: Count[];
  refusalsByReason: Count[];
  discouraged: DiscouragedUse[];
}
