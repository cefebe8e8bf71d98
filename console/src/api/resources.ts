import type { paths } from './schema';

type Get<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

type ItemOf<P extends keyof paths> = Get<P> extends { data: (infer T)[] } ? T : never;

type BodyOf<P extends keyof paths, M extends 'post' | 'patch'> =
  paths[P] extends Record<M, { requestBody: { content: { 'application/json': infer T } } }> ? T : never;

export type Me = Get<'/api/v1/users/me'>;
export type User = Get<'/api/v1/users/{id}'>;
export type Factors = Get<'/api/v1/users/me/factors'>;
export type TrustedBrowser = ItemOf<'/api/v1/users/me/trusted-browsers'>;
export type FreshProof = BodyOf<'/api/v1/users/me/passkeys/registration', 'post'>;
export type NewPasskey = BodyOf<'/api/v1/users/me/passkeys', 'post'>;
export type RemainingCredentials = Get<'/api/v1/users/me/remaining-credentials'>;
export type Application = Get<'/api/v1/applications/{id}'>;
export type ApplicationChange = BodyOf<'/api/v1/applications/{id}', 'patch'>;
export type ApplicationEvent = ItemOf<'/api/v1/applications/{id}/events'>;
export type ApplicationUsage = Get<'/api/v1/applications/{id}/usage'>;
export type ApplicationSecret = ItemOf<'/api/v1/applications/{id}/secrets'>;
export type WhitelistEntry = ItemOf<'/api/v1/ip-whitelist'>;
export type WhitelistCheck = Get<'/api/v1/ip-whitelist/check'>;
export type Scope = ItemOf<'/api/v1/scopes'>;
export type Brand = Get<'/api/v1/brands/{id}'>;
export type Invitation = ItemOf<'/api/v1/brand-invitations'>;
export type ProtectedResource = ItemOf<'/api/v1/resources'>;
export type SigningKey = ItemOf<'/api/v1/signing-keys'>;
export type AuditEvent = ItemOf<'/api/v1/audit-events'>;
export type UpgradeNotice = ItemOf<'/api/v1/upgrade-notices'>;
export type Statistics = Get<'/api/v1/statistics'>;
export type Incident = BodyOf<'/api/v1/incidents/preview', 'post'>;
