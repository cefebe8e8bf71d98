import type { AuditEvent } from '../audit/audit-event.js';
import type { Role } from '../oauth/stores/accounts.js';

export interface NewUser {
  email: string;
  username: string | null;
  name: string | null;
  role: Role;
  passwordHash: string;
}

/** The users. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class UserStore {
  /** Creates the administrator of a first start; undefined when there is any user already. One node at a time. */
  abstract createFirst(user: NewUser, event: AuditEvent): Promise<string | undefined>;

  abstract isEmpty(): Promise<boolean>;
}
