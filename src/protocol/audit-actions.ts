/**
 * What the audit trail calls a change of state or an attack that was stopped, as `noun.verb`. A refused request has the
 * action `METHOD /path` instead.
 */
export const AUDIT_ACTIONS = [
  'access-token.revoke',
  'api-key.create',
  'api-key.revoke',
  'api-key.update',
  'application.create',
  'application.delete',
  'application.describe',
  'application.disable',
  'application.enable',
  'application.end-everything',
  'application.register',
  'application.revoke-everything',
  'application.secret-add',
  'application.secret-retire',
  'application.update',
  'audit.overflow',
  'authorization-code.replay',
  'authorization.grant',
  'brand.application-detach',
  'brand.create',
  'brand.delete',
  'brand.member-put',
  'brand.member-remove',
  'brand.update',
  'consent.allow',
  'consent.revoke',
  'device.allow',
  'device.deny',
  'incident.end',
  'ip-whitelist.add',
  'ip-whitelist.remove',
  'logout.give-up',
  'mail.give-up',
  'mail.send',
  'mail.test',
  'refresh-token.replay',
  'refusal.fold',
  'resource.create',
  'resource.delete',
  'resource.update',
  'scope.create',
  'scope.delete',
  'scope.update',
  'session.begin',
  'session.end',
  'session.end-all',
  'session.renew',
  'sign-in.begin',
  'sign-in.revoke',
  'sign-in.revoke-all',
  'signing-key.create',
  'signing-key.remove',
  'signing-key.retire',
  'signing-key.rotate',
  'upgrade-notice.dismiss',
  'user.create',
  'user.delete',
  'user.disable',
  'user.email-change',
  'user.email-undo',
  'user.email-verify',
  'user.enable',
  'user.end-remaining',
  'user.password-change',
  'user.password-recover',
  'user.password-reset',
  'user.role-change',
  'user.send-invitation',
  'user.send-reset',
  'user.send-verification',
  'user.update',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** A refused request, such as `POST /oauth/token`. */
export type RefusedCall = `${string} ${string}`;

/** Attempts to sign in that succeeded. Those that failed carry `attempt` in their details. */
export const SIGN_INS = ['session.begin', 'sign-in.begin'] as const satisfies AuditAction[];

/** A token or code that was used again. The request itself is refused, and audited, as well. */
export const REPLAYS = ['authorization-code.replay', 'refresh-token.replay'] as const satisfies AuditAction[];
