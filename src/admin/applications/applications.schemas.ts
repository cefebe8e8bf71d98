import { z } from 'zod';
import { apiKeyParameter, pageQuery } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { resourceId } from '../../http/resource-id.js';
import { scopeNames, someScopeNames } from '../../http/scope-names.js';
import { REFRESH_REUSE } from '../../oauth/tokens/refresh-reuse.js';
import { CLIENT_AUTH_METHODS } from '../../protocol/client-auth-method.js';
import { clientMetadataSchema } from '../../protocol/client-metadata.js';
import { displayedName } from '../../protocol/displayed-text.js';
import { GRANT_TYPES } from '../../protocol/grant-type.js';
import { presentReuse } from './applications.presentation.js';

const MAX_URIS = 50;
const MINUTE = 60;
const DAY = 86_400;
const YEAR = 366 * DAY;

const unique = <T>(values: T[]): T[] => [...new Set(values)];

const name = displayedName(100).meta({
  description: 'Shown on every page about the application.',
  examples: ['Billing'],
});

/** Their form alone: `refuseRedirectUris` says which may be registered. */
const redirectUris = z
  .array(z.string('must be a string'), 'must be a list of URIs')
  .max(MAX_URIS, `must name at most ${String(MAX_URIS)} URIs`)
  .transform(unique);

const seconds = (min: number, max: number) => {
  const rule = `must be a whole number of seconds from ${String(min)} to ${String(max)}`;
  return z.int(rule).min(min, rule).max(max, rule);
};

const settings = {
  name,
  scopes: someScopeNames.meta({ description: 'What it may ask for.', examples: [['read_items', 'write_items']] }),
  default_scopes: scopeNames.meta({ description: 'What a request without `scope` gets. Empty: all of `scopes`.' }),
  redirect_uris: redirectUris.meta({
    description:
      '`https`, `http` on 127.0.0.1, [::1] or localhost (any port then), or a private-use scheme: with a dot, or one that `REDIRECT_SCHEMES` lists.',
    examples: [['https://app.example.com/callback']],
  }),
  post_logout_redirect_uris: redirectUris.meta({
    description: 'Where a browser may be sent after signing out.',
  }),
  grant_types: z
    .array(z.enum(GRANT_TYPES, `must be one of ${GRANT_TYPES.join(', ')}`), 'must be a list of grant types')
    .transform(unique),
  token_endpoint_auth_method: z.enum(CLIENT_AUTH_METHODS, `must be one of ${CLIENT_AUTH_METHODS.join(', ')}`),
  access_token_ttl: seconds(MINUTE, DAY)
    .nullable()
    .meta({ description: "Seconds an access token lives; null: the server's setting." }),
  refresh_token_ttl: seconds(MINUTE, YEAR)
    .nullable()
    .meta({ description: "Seconds a sign-in lives without being refreshed; null: the server's setting." }),
  refresh_reuse: z
    .union(
      [z.literal('strict'), z.literal('until_successor_used'), z.int().min(1).max(DAY)],
      'must be "strict", "until_successor_used" or a number of seconds from 1 to 86400',
    )
    .meta({
      description: 'How long a used refresh token gives its successor again, for clients that lost the answer.',
    }),
  exchange_targets: z
    .array(z.string('must be a string').max(2048, 'must have at most 2048 characters'), 'must be a list of resources')
    .max(MAX_URIS, `must name at most ${String(MAX_URIS)} resources`)
    .transform(unique)
    .meta({
      description:
        'The protected resources it may exchange tokens for (RFC 8693), by their identifiers; never this server itself. Admins only.',
      examples: [['https://inventory.example.com']],
    }),
  brand_id: resourceId.nullable().meta({ description: 'The brand whose name, logo and colour its pages carry.' }),
  first_party: z
    .boolean('must be true or false')
    .meta({ description: "The organisation's own: no consent is asked for. Admins only." }),
};

/** Each field of these may be null in a change: it is then unset. */
function unsettable<Shape extends z.core.$ZodShape>(
  shape: Shape,
): { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> } {
  const nullable = Object.entries(shape).map(([name, schema]) => [name, z.nullable(schema)] as const);
  return Object.fromEntries(nullable) as { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> };
}

export const newApplicationBody = z.strictObject({
  name: settings.name,
  scopes: settings.scopes,
  type: z
    .enum(['confidential', 'public'], 'must be confidential or public')
    .default('confidential')
    .meta({ description: '`public`: cannot keep a secret, as apps on phones and in browsers.' }),
  grant_types: settings.grant_types.optional(),
  token_endpoint_auth_method: settings.token_endpoint_auth_method.optional(),
  redirect_uris: settings.redirect_uris.default([]),
  post_logout_redirect_uris: settings.post_logout_redirect_uris.default([]),
  default_scopes: settings.default_scopes.default([]),
  access_token_ttl: settings.access_token_ttl.default(7200),
  refresh_token_ttl: settings.refresh_token_ttl.default(null),
  refresh_reuse: settings.refresh_reuse.default(presentReuse(REFRESH_REUSE)),
  exchange_targets: settings.exchange_targets.default([]),
  brand_id: settings.brand_id.default(null),
  first_party: settings.first_party.default(false),
  ...clientMetadataSchema.shape,
});

export const applicationChangeBody = z
  .strictObject({
    ...settings,
    confirmed: z.boolean('must be true or false').meta({
      description:
        'An admin has looked at it: pages no longer say that none has. Admins only; another name, redirect URI or self-description by any other caller takes it back.',
    }),
    type: z.never('cannot be changed: create another application'),
    ...unsettable(clientMetadataSchema.shape),
    disabled: z
      .boolean('must be true or false')
      .meta({ description: 'Disabling ends every sign-in and token of the application.' }),
  })
  .partial();

export const applicationListQuery = pageQuery.extend({
  user_id: resourceId.optional().meta({ description: 'Only the applications of this user.' }),
});

export const newSecretBody = z.strictObject({
  expires_at: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2030-01-31T12:00:00Z' })
    .transform((text) => new Date(text))
    .nullable()
    .default(null)
    .meta({ description: 'When it stops working; null: never.' }),
});

export const secretRetirementQuery = z.strictObject({
  force: queryFlag('Retire it even if it is the last that works.'),
  api_key: apiKeyParameter,
});

export type NewApplicationBody = z.infer<typeof newApplicationBody>;
export type ApplicationChangeBody = z.infer<typeof applicationChangeBody>;
export type ApplicationListQuery = z.infer<typeof applicationListQuery>;
export type NewSecretBody = z.infer<typeof newSecretBody>;
export type SecretRetirementQuery = z.infer<typeof secretRetirementQuery>;
