import type { WantedAuthentication } from './acr.js';
import type { Attempt, CheckList, Findings, Step } from './check-list.js';
import type { Comparison } from './comparison.js';
import type { Reason } from './reason.js';

/** A faulty field: its name on the wire, and the fix. */
export interface FieldFault {
  field: string;
  message: string;
}

/** The subject of a refusal, as far as it is known; for the audit trail only. */
export interface RefusalSubject {
  userId?: string | undefined;
  /** The stand-in for a login that no account has; never the login itself. */
  unknownLogin?: string | undefined;
  clientId?: string | undefined;
  /** The owner of that application, who answers for what it proved. */
  ownerId?: string | undefined;
  /** Set if no application has that `client_id`. */
  isUnknownClient?: boolean;
  targetType?: string | undefined;
  targetId?: string | undefined;
}

interface RefusalOptions {
  /** The cause, for logs and the audit trail. Never sent to a client. */
  detail?: string;
  fields?: FieldFault[];
  /** Seconds. */
  retryAfter?: number;
  authentication?: WantedAuthentication;
  /** The scope that would have sufficed (RFC 6750 section 3.1). */
  scope?: string;
  subject?: RefusalSubject;
  audited?: boolean;
  compared?: Comparison | undefined;
  /** Whether a credential was proved before. */
  proved?: boolean;
  cause?: unknown;
}

interface FailedCheck {
  list: CheckList;
  check: string;
  findings: Findings;
}

/**
 * The one error of the core. `description` is public; `detail` is not: "not found", "expired" and
 * "another client's" differ only there.
 */
export class Refusal extends Error {
  /** The scheme by which a protected resource asks for a better credential. */
  challenge: 'Bearer' | 'DPoP' = 'Bearer';
  readonly detail: string;
  readonly fields: readonly FieldFault[];
  readonly retryAfter: number | undefined;
  readonly scope: string | undefined;
  readonly authentication: WantedAuthentication | undefined;
  /** Whether the audit trail keeps it. */
  readonly audited: boolean;
  /** Whether a credential was proved before it; then the audit trail keeps more of its kind whole. */
  readonly proved: boolean;
  readonly subject: RefusalSubject;
  readonly compared: Comparison | undefined;
  /** Undefined: nothing that the audit trail is searched by. */
  attempt: Attempt | undefined;
  private failed: FailedCheck | undefined;

  constructor(
    readonly reason: Reason,
    readonly description: string,
    options: RefusalOptions = {},
  ) {
    super(options.detail ?? description, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Refusal';
    this.detail = options.detail ?? description;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
    this.scope = options.scope;
    this.authentication = options.authentication;
    this.audited = options.audited ?? true;
    this.proved = options.proved ?? false;
    this.subject = options.subject ?? {};
    this.compared = options.compared;
  }

  /** The same refusal, of a credential of this scheme. */
  challengedBy(scheme: Refusal['challenge']): this {
    this.challenge = scheme;
    return this;
  }

  /** The same refusal with the failed check and the findings, for the audit trail. */
  at<Name extends string>(list: CheckList<Name>, check: NoInfer<Name>, findings?: Findings<NoInfer<Name>>): this {
    this.failed = { list, check, findings: { [check]: this.detail, ...findings } };
    this.attempt = list.attempt ?? this.attempt;
    return this;
  }

  /** The same refusal, if the failed check is part of a longer list. */
  placedIn(list: CheckList): this {
    if (this.failed !== undefined && list.includes(this.failed.check)) this.failed.list = list;
    return this;
  }

  /** This refusal in place of another that failed at the same check. */
  insteadOf({ failed, attempt }: Refusal): this {
    this.failed = failed;
    this.attempt = attempt;
    return this;
  }

  /** The decision, step by step; empty if the failed check is unknown. */
  get steps(): Step[] {
    return this.failed?.list.failedAt(this.failed.check, this.failed.findings) ?? [];
  }
}

/** An error whose failed check is a step of a longer list: the caller knows the list of the whole path. */
export function placedIn(list: CheckList, error: unknown): unknown {
  return error instanceof Refusal ? error.placedIn(list) : error;
}

export class InvalidRequest extends Refusal {
  constructor(description: string, fields: FieldFault[] = [], options: RefusalOptions = {}) {
    super('invalid_request', description, { ...options, fields });
  }

  static field(field: string, message: string, compared?: Comparison): InvalidRequest {
    return new InvalidRequest(`${field}: ${message}`, [{ field, message }], { compared });
  }

  /**
   * Faults of names that a client chose, already printable. The answer repeats them to the client; the
   * log and the audit trail do not: with a missing escape, the text after the `&` in a password becomes a name.
   */
  static madeUp(message: string, ...names: readonly string[]): InvalidRequest {
    const faults = names.map((field) => ({ field, message }));
    return new InvalidRequest(`${names[0] ?? ''}: ${message}`, faults, { detail: `a parameter ${message}` });
  }
}

export class InvalidClient extends Refusal {
  constructor(
    detail: string,
    subject: RefusalSubject = {},
    description = 'Client authentication failed',
    compared?: Comparison,
  ) {
    super('invalid_client', description, { detail, subject, compared });
  }
}

export class InvalidGrant extends Refusal {
  constructor(detail: string, subject: RefusalSubject = {}, compared?: Comparison) {
    super('invalid_grant', 'The grant is invalid, expired, revoked or was issued to another client', {
      detail,
      subject,
      compared,
    });
  }
}

export class InvalidScope extends Refusal {
  constructor(description: string, subject: RefusalSubject = {}, compared?: Comparison) {
    super('invalid_scope', description, { subject, compared, fields: [{ field: 'scope', message: description }] });
  }
}

/** RFC 8707 §2: the resource is unknown, malformed or not granted. */
export class InvalidTarget extends Refusal {
  constructor(description: string, subject: RefusalSubject = {}, compared?: Comparison) {
    super('invalid_target', description, { subject, compared, fields: [{ field: 'resource', message: description }] });
  }
}

export class InvalidCredentials extends Refusal {
  constructor(detail: string, subject: RefusalSubject, proved = false) {
    super('invalid_credentials', 'Incorrect email or password', { detail, subject, proved });
  }
}

/** A bearer token, API key or cookie that is malformed, expired, revoked or not for this server. */
export class InvalidToken extends Refusal {
  constructor(detail: string, subject: RefusalSubject = {}, compared?: Comparison) {
    super('invalid_token', 'Could not validate credentials', { detail, subject, compared });
  }
}

export class InsufficientScope extends Refusal {
  constructor(scope: string, subject: RefusalSubject = {}) {
    super('insufficient_scope', 'Not enough permissions', { detail: `needs the scope ${scope}`, scope, subject });
  }
}

/** The credential's owner may not do this, with any scopes. */
export class AccessDenied extends Refusal {
  constructor(
    detail: string,
    subject: RefusalSubject = {},
    fields: FieldFault[] = [],
    description = 'Not enough permissions',
  ) {
    super('access_denied', description, { detail, subject, fields });
  }

  /** Tells the client what the caller may not do. */
  static field(field: string, message: string): AccessDenied {
    return new AccessDenied(`${field}: ${message}`, {}, [{ field, message }]);
  }

  /** As `field`, with the sentence as the answer's own description: the reason and the fix. */
  static explained(field: string, message: string): AccessDenied {
    const sentence = `${field}: ${message}`;
    return new AccessDenied(sentence, {}, [{ field, message }], sentence);
  }
}

export class AddressNotAllowed extends Refusal {
  /** @param proved addresses are checked after the credentials; false if there are none to check */
  constructor(detail: string, subject: RefusalSubject, proved = true) {
    super('address_not_allowed', 'IP address not authorized', { detail, subject, proved });
  }
}

export class NotFound extends Refusal {
  constructor(what: string, subject: RefusalSubject = {}) {
    super('not_found', `${what} not found`, { subject });
  }
}

export class Conflict extends Refusal {
  constructor(field: string, message: string) {
    super('conflict', `${field}: ${message}`, { fields: [{ field, message }] });
  }
}

export class TemporarilyUnavailable extends Refusal {
  constructor(detail: string, cause?: unknown) {
    super('temporarily_unavailable', 'The server cannot answer right now; try again shortly', {
      detail,
      cause,
      retryAfter: 2,
    });
  }
}
