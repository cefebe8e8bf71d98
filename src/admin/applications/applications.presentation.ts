import { z } from 'zod';
import { clientMetadataSchema } from '../../protocol/client-metadata.js';
import type { ApplicationRecord } from './application.js';
import type { SecretRecord } from './application-secret.js';

const time = z.iso.datetime();
const seconds = z.int().nullable();

export const applicationResource = z.object({
  id: z.uuid(),
  client_id: z.string(),
  name: z.string(),
  type: z.enum(['confidential', 'public']),
  owner_id: z.uuid().nullable(),
  brand_id: z.uuid().nullable(),
  built_in: z.boolean().meta({ description: 'One of the documented sign-in faces: it can be limited and disabled.' }),
  first_party: z.boolean(),
  confirmed: z
    .boolean()
    .meta({ description: 'Whether an admin made it or has looked at it; pages say so where none has.' }),
  disabled: z.boolean(),
  disabled_by_admin: z.boolean().meta({ description: 'Whether only an admin can enable it again.' }),
  grant_types: z.array(z.string()),
  scopes: z.array(z.string()),
  default_scopes: z.array(z.string()),
  redirect_uris: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()),
  token_endpoint_auth_method: z.string(),
  access_token_ttl: seconds,
  refresh_token_ttl: seconds,
  refresh_reuse: z.union([z.literal('strict'), z.literal('until_successor_used'), z.int()]),
  exchange_targets: z.array(z.string()),
  password_grant_uses: z.int().meta({ description: 'Uses of the password grant in the last 30 days.' }),
  created_at: time,
  updated_at: time,
  ...clientMetadataSchema.shape,
});

export const newApplicationResource = applicationResource.extend({
  client_secret: z.string().optional().meta({ description: 'Shown this once. Public applications have none.' }),
});

export const applicationPage = z.object({ data: z.array(applicationResource), next_cursor: z.string().nullable() });

export const secretResource = z.object({
  id: z.uuid(),
  hint: z.string().meta({ description: 'The last four characters.' }),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
  last_used_ip: z.string().nullable(),
});

export const newSecretResource = secretResource.extend({
  client_secret: z.string().meta({ description: 'Shown this once.' }),
});

export const secretPage = z.object({ data: z.array(secretResource), next_cursor: z.string().nullable() });

export type ApplicationResource = z.infer<typeof applicationResource>;
export type NewApplicationResource = z.infer<typeof newApplicationResource>;
export type SecretResource = z.infer<typeof secretResource>;
export type NewSecretResource = z.infer<typeof newSecretResource>;

export function presentApplication(application: ApplicationRecord): ApplicationResource {
  return {
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
    password_grant_uses: application.passwordGrantUses,
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
    ...application.metadata,
  };
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

type Reuse = ApplicationResource['refresh_reuse'];

/** Null: until its successor was used; 0: never. */
export function presentReuse(seconds: number | null): Reuse {
  if (seconds === null) return 'until_successor_used';
  return seconds === 0 ? 'strict' : seconds;
}

export function readReuse(reuse: Reuse): number | null {
  if (reuse === 'until_successor_used') return null;
  return reuse === 'strict' ? 0 : reuse;
}
