/**
 * Why a request is refused, in the words of the standards where they have one.
 * Each face knows its own status and sentence for every reason.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 */
export type Reason =
  | 'invalid_request'
  | 'malformed_json'
  | 'unsupported_media_type'
  | 'payload_too_large'
  | 'method_not_allowed'
  | 'not_found'
  | 'conflict'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'unsupported_response_type'
  | 'invalid_target'
  | 'login_required'
  | 'consent_required'
  | 'interaction_required'
  | 'account_selection_required'
  | 'unmet_authentication_requirements'
  | 'invalid_request_uri'
  | 'invalid_request_object'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'authorization_pending'
  | 'authorization_denied'
  | 'slow_down'
  | 'expired_token'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'invalid_credentials'
  | 'not_authenticated'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'access_denied'
  | 'address_not_allowed'
  | 'too_many_attempts'
  | 'temporarily_unavailable'
  | 'server_error';

/** A field at fault: its name on the wire, and what to do about it. */
export interface FieldFault {
  field: string;
  message: string;
}

/** Whom a refusal concerns, as far as it was established; for the audit trail only. */
export interface RefusalSubject {
  userId?: string | undefined;
  /** What was typed as the account's name, when no account is established. */
  login?: string | undefined;
  clientId?: string | undefined;
  targetType?: string | undefined;
  targetId?: string | undefined;
}

interface RefusalOptions {
  /** For logs and the audit trail: what really happened. Never sent to a client. */
  detail?: string;
  fields?: FieldFault[];
  /** Seconds. */
  retryAfter?: number;
  /** The scope that would have sufficed (RFC 6750 section 3.1). */
  scope?: string;
  subject?: RefusalSubject;
  cause?: unknown;
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
  readonly subject: RefusalSubject;

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
    this.subject = options.subject ?? {};
  }

  /** The same refusal, of a credential of this scheme. */
  challengedBy(scheme: Refusal['challenge']): this {
    this.challenge = scheme;
    return this;
  }
}

export class InvalidRequest extends Refusal {
  constructor(description: string, fields: FieldFault[] = [], options: RefusalOptions = {}) {
    super('invalid_request', description, { ...options, fields });
  }

  static field(field: string, message: string): InvalidRequest {
    return new InvalidRequest(`${field}: ${message}`, [{ field, message }]);
  }

  /**
   * Faults of names that a client made up, printable already. The answer repeats them to whoever sent them; the
   * log and the audit trail do not: a forgotten escape makes a name of what follows the `&` in a password.
   */
  static madeUp(message: string, ...names: readonly string[]): InvalidRequest {
    const faults = names.map((field) => ({ field, message }));
    return new InvalidRequest(`${names[0] ?? ''}: ${message}`, faults, { detail: `a parameter ${message}` });
  }
}

export class InvalidClient extends Refusal {
  constructor(detail: string, subject: RefusalSubject = {}) {
    super('invalid_client', 'Client authentication failed', { detail, subject });
  }
}

export class InvalidGrant extends Refusal {
  constructor(detail: string, subject: RefusalSubject = {}) {
    super('invalid_grant', 'The grant is invalid, expired, revoked or was issued to another client', {
      detail,
      subject,
    });
  }
}

export class InvalidScope extends Refusal {
  constructor(description: string, subject: RefusalSubject = {}) {
    super('invalid_scope', description, { subject, fields: [{ field: 'scope', message: description }] });
  }
}

/** RFC 8707 §2: the resource is unknown, malformed or not one that was granted. */
export class InvalidTarget extends Refusal {
  constructor(description: string, subject: RefusalSubject = {}) {
    super('invalid_target', description, { subject, fields: [{ field: 'resource', message: description }] });
  }
}

export class InvalidCredentials extends Refusal {
  constructor(detail: string, subject: RefusalSubject) {
    super('invalid_credentials', 'Incorrect email or password', { detail, subject });
  }
}

export class NotAuthenticated extends Refusal {
  constructor() {
    super('not_authenticated', 'Not authenticated');
  }
}

/** A bearer token, API key or cookie that is malformed, expired, revoked or not for this server. */
export class InvalidToken extends Refusal {
  constructor(detail: string, subject: RefusalSubject = {}) {
    super('invalid_token', 'Could not validate credentials', { detail, subject });
  }
}

export class InsufficientScope extends Refusal {
  constructor(scope: string, subject: RefusalSubject = {}) {
    super('insufficient_scope', 'Not enough permissions', { detail: `needs the scope ${scope}`, scope, subject });
  }
}

/** The credential's owner may not do this, whatever its scopes. */
export class AccessDenied extends Refusal {
  constructor(detail: string, subject: RefusalSubject = {}) {
    super('access_denied', 'Not enough permissions', { detail, subject });
  }
}

export class AddressNotAllowed extends Refusal {
  constructor(detail: string, subject: RefusalSubject) {
    super('address_not_allowed', 'IP address not authorized', { detail, subject });
  }
}

export class TooManyAttempts extends Refusal {
  constructor(retryAfter: number, detail: string, subject: RefusalSubject) {
    super('too_many_attempts', `Too many failed attempts; try again in ${String(retryAfter)} seconds`, {
      retryAfter,
      detail,
      subject,
    });
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
