import type { Caller } from '../../access/caller.js';
import { MADE_BY, MadeByResource, presentMaker } from '../../access/made-by.js';
import { Field, joining } from '../../fields/field.js';
import type { Kind } from '../../fields/kind.js';
import { day, flag, integer, list, object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
import { PageOf } from '../../http/page.js';
import { ClientMetadata } from '../../protocol/client-metadata.js';
import type { CountedMade } from '../../protocol/counted-made.js';
import { FACTOR_POLICIES, type FactorPolicy } from '../../protocol/factor-policy.js';
import { sha256 } from '../../secrets/secrets.js';
import type { SecretRecord } from './application-secret.js';
import type { ApplicationRecord, ListedApplication } from './application.js';

export const REUSE_POLICIES = ['strict', 'until_successor_used'] as const;
export type Reuse = (typeof REUSE_POLICIES)[number] | number;

const reuse: Kind<Reuse> = {
  schema: { anyOf: [...REUSE_POLICIES.map((policy) => oneOf([policy]).schema), integer().schema] },
  checks: () => [],
};

class ApplicationSettingsResource {
  @Field(uuid) id!: string;
  @Field(text()) client_id!: string;
  @Field(text()) name!: string;
  @Field(oneOf(['confidential', 'public'])) type!: 'confidential' | 'public';
  @Field(uuid, { nullable: true }) owner_id!: string | null;
  @Field(uuid, { nullable: true }) brand_id!: string | null;

  @Field(flag, { description: 'One of the documented sign-in faces: it can be limited and disabled.' })
  built_in!: boolean;

  @Field(flag) first_party!: boolean;

  @Field(flag, { description: 'Whether an admin made it or has looked at it; pages say so where none has.' })
  confirmed!: boolean;

  @Field(flag) disabled!: boolean;
  @Field(flag, { description: 'Whether only an admin can enable it again.' }) disabled_by_admin!: boolean;
  @Field(list(text())) grant_types!: string[];
  @Field(list(text())) scopes!: string[];
  @Field(list(text())) default_scopes!: string[];
  @Field(list(text())) redirect_uris!: string[];
  @Field(list(text())) post_logout_redirect_uris!: string[];
  @Field(text()) token_endpoint_auth_method!: string;
  @Field(integer(), { nullable: true }) access_token_ttl!: number | null;
  @Field(integer(), { nullable: true }) refresh_token_ttl!: number | null;
  @Field(reuse) refresh_reuse!: Reuse;
  @Field(list(text())) exchange_targets!: string[];
  @Field(oneOf(FACTOR_POLICIES), { nullable: true }) second_factor!: FactorPolicy | null;
  @Field(integer(), { description: 'Uses of the password grant in the last 30 days.' }) password_grant_uses!: number;
  @Field(object(MadeByResource), MADE_BY) made_by!: MadeByResource | null;
  @Field(timestamp) created_at!: string;
  @Field(timestamp) updated_at!: string;

  @Field(text(), { description: 'Differs after every change of the settings; see `If-Match` of a change.' })
  version!: string;
}

export class ApplicationResource extends joining(ApplicationSettingsResource, ClientMetadata) {}

export class NewApplicationResource extends ApplicationResource {
  @Field(text(), { optional: true, description: 'Shown this once. Public applications have none.' })
  client_secret?: string;
}

export class EndedApplicationResource extends ApplicationResource {
  @Field(integer(), { description: 'API keys that it had made for people, and that were revoked.' })
  made_api_keys!: number;

  @Field(integer(), { description: 'Applications that it had made for people, and that were disabled.' })
  made_applications!: number;
}

export class ListedApplicationResource extends ApplicationResource {
  @Field(text(), { nullable: true }) owner_name!: string | null;
  @Field(text(), { nullable: true }) brand_name!: string | null;

  @Field(day, { nullable: true, description: 'The day of its last token. Null: none for months.' })
  last_used_on!: string | null;
}

export class ApplicationPage extends PageOf(ListedApplicationResource) {}

export class SecretResource {
  @Field(uuid) id!: string;
  @Field(text(), { description: 'The last four characters.' }) hint!: string;
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true }) expires_at!: string | null;
  @Field(timestamp, { nullable: true }) last_used_at!: string | null;
  @Field(text(), { nullable: true }) last_used_ip!: string | null;
}

export class NewSecretResource extends SecretResource {
  @Field(text(), { description: 'Shown this once.' }) client_secret!: string;
}

export class SecretPage extends PageOf(SecretResource) {}

export function presentApplication(application: ApplicationRecord, caller: Caller): ApplicationResource {
  return Object.assign(saidOf(application), {
    version: versionOf(application),
    password_grant_uses: application.passwordGrantUses,
    made_by: presentMaker(caller, application),
  });
}

export function presentEnded(
  application: ApplicationRecord,
  caller: Caller,
  made: CountedMade,
): EndedApplicationResource {
  const ended = { made_api_keys: made.apiKeys, made_applications: made.applications };
  return Object.assign(presentApplication(application, caller), ended);
}

/** What a version stands for, beside the brand. */
function saidOf(application: ApplicationRecord) {
  const settings: Omit<ApplicationSettingsResource, 'version' | 'password_grant_uses' | 'made_by'> = {
    id: application.id,
    client_id: application.clientId,
    name: application.name,
    type: application.type,
    owner_id: application.ownerId,
    brand_id: application.brandId,
    built_in: application.builtIn,
    first_party: application.firstParty,
    confirmed: application.confirmed,
    disabled: application.disabled,
    disabled_by_admin: application.disabledByAdmin,
    grant_types: application.grantTypes,
    scopes: application.scopes,
    default_scopes: application.defaultScopes,
    redirect_uris: application.redirectUris,
    post_logout_redirect_uris: application.postLogoutRedirectUris,
    token_endpoint_auth_method: application.tokenEndpointAuthMethod,
    access_token_ttl: application.accessTokenTtl,
    refresh_token_ttl: application.refreshTokenTtl,
    refresh_reuse: presentReuse(application.refreshReuse),
    exchange_targets: application.exchangeTargets,
    second_factor: application.secondFactor,
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
  };
  return Object.assign(settings, application.metadata);
}

/** An entity tag of what it says, and its brand with it, by 128 bits of a digest. @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 */
export function versionOf(application: ApplicationRecord): string {
  return sha256(JSON.stringify([saidOf(application), application.brand]))
    .subarray(0, 16)
    .toString('base64url');
}

export function presentListedApplication(application: ListedApplication, caller: Caller): ListedApplicationResource {
  return Object.assign(presentApplication(application, caller), {
    owner_name: application.ownerName,
    brand_name: application.brand?.name ?? null,
    last_used_on: application.lastUsedOn?.toISOString().slice(0, 10) ?? null,
  });
}

export function presentSecret(secret: SecretRecord): SecretResource {
  return {
    id: secret.id,
    hint: secret.hint,
    created_at: secret.createdAt.toISOString(),
    expires_at: secret.expiresAt?.toISOString() ?? null,
    last_used_at: secret.lastUsedAt?.toISOString() ?? null,
    last_used_ip: secret.lastUsedIp,
  };
}

/** Null: until its successor was used; 0: never. */
export function presentReuse(seconds: number | null): Reuse {
  if (seconds === null) return 'until_successor_used';
  return seconds === 0 ? 'strict' : seconds;
}

export function readReuse(reuse: Reuse): number | null {
  if (reuse === 'until_successor_used') return null;
  return reuse === 'strict' ? 0 : reuse;
}
