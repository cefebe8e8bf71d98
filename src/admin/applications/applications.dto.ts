import { Field, joining, unsettable } from '../../fields/field.js';
import { type Kind, rule } from '../../fields/kind.js';
import { flag, integer, list, oneOf, text } from '../../fields/kinds.js';
import { AnyQuery, SortedPageQuery } from '../../http/page.js';
import { timestampLike } from '../../http/point-in-time.js';
import { queryFlag } from '../../http/query-flag.js';
import { resourceId } from '../../http/resource-id.js';
import { scopeNames, someScopeNames } from '../../http/scope-names.js';
import { REFRESH_REUSE } from '../../oauth/tokens/refresh-reuse.js';
import { CLIENT_AUTH_METHODS, type ClientAuthMethodName } from '../../protocol/client-auth-method.js';
import { ClientMetadata } from '../../protocol/client-metadata.js';
import { displayedName } from '../../protocol/displayed-text.js';
import { FACTOR_POLICIES, type FactorPolicy } from '../../protocol/factor-policy.js';
import { GRANT_TYPES } from '../../protocol/grant-type.js';
import { SECONDS } from '../../protocol/durations.js';
import { presentReuse, type Reuse, REUSE_POLICIES } from './applications.presentation.js';

const MAX_URIS = 50;
const YEAR = 366 * SECONDS.day;
const OPTIONAL = { optional: true } as const;

type GrantType = (typeof GRANT_TYPES)[number];

const name = displayedName(100);
const NAME = { description: 'Shown on every page about the application.', example: 'Billing' } as const;
const SCOPES = { description: 'What it may ask for.', example: ['read_items', 'write_items'] } as const;
const DEFAULT_SCOPES = { description: 'What a request without `scope` gets. Empty: all of `scopes`.' } as const;

/** Their form alone: `refuseRedirectUris` says which may be registered. */
const uris = list(text(), {
  message: 'must be a list of URIs',
  max: [MAX_URIS, `must name at most ${String(MAX_URIS)} URIs`],
  distinct: true,
});
const REDIRECT_URIS = {
  description:
    '`https`, `http` on 127.0.0.1, [::1] or localhost (any port then), or a private-use scheme: with a dot, or one that `REDIRECT_SCHEMES` lists.',
  example: ['https://app.example.com/callback'],
} as const;
const POST_LOGOUT_URIS = { description: 'Where a browser may be sent after signing out.' } as const;

const grantTypes = list(oneOf(GRANT_TYPES), { message: 'must be a list of grant types', distinct: true });
const authMethod = oneOf(CLIENT_AUTH_METHODS);
const seconds = (min: number, max: number) =>
  integer(min, max, `must be a whole number of seconds from ${String(min)} to ${String(max)}`);
const accessTtl = seconds(SECONDS.minute, SECONDS.day);
const ACCESS_TTL = {
  nullable: true,
  description: "Seconds an access token lives; null: the server's setting.",
} as const;
const refreshTtl = seconds(SECONDS.minute, YEAR);
const REFRESH_TTL = {
  nullable: true,
  description:
    "Seconds a sign-in lives without being refreshed, and at least as long as its access tokens; null: the server's setting.",
} as const;
const reuse: Kind<Reuse> = {
  schema: { anyOf: [...REUSE_POLICIES.map((policy) => oneOf([policy]).schema), integer(1, SECONDS.day).schema] },
  checks: (each) => [
    rule(
      (given: unknown) =>
        REUSE_POLICIES.some((policy) => policy === given) ||
        (Number.isSafeInteger(given) && Number(given) >= 1 && Number(given) <= SECONDS.day)
          ? undefined
          : 'must be "strict", "until_successor_used" or a number of seconds from 1 to 86400',
      each,
    ),
  ],
};
const REUSE = {
  description: 'How long a used refresh token gives its successor again, for clients that lost the answer.',
} as const;
const exchangeTargets = list(text({ max: 2048 }), {
  message: 'must be a list of resources',
  max: [MAX_URIS, `must name at most ${String(MAX_URIS)} resources`],
  distinct: true,
});
const EXCHANGE_TARGETS = {
  description:
    'The protected resources it may exchange tokens for (RFC 8693), by their identifiers; never this server itself. Admins only.',
  example: ['https://inventory.example.com'],
} as const;
const BRAND = { nullable: true, description: 'The brand whose name, logo and colour its pages carry.' } as const;
const FIRST_PARTY = {
  description:
    "The organisation's own: no consent is asked for. Taking it back ends its sign-ins and tokens, and what it made for people who have not allowed it that. Admins only.",
} as const;
const secondFactor = oneOf(FACTOR_POLICIES, 'must be off, optional, required or null');
const SECOND_FACTOR = {
  nullable: true,
  description:
    'Whether people need a second factor to sign in to it; null: it says nothing. The strictest of server, role, brand and application counts. Only admins make it less strict.',
} as const;
const unchangeable: Kind<never> = {
  schema: {},
  hidden: true,
  checks: (each) => [rule(() => 'cannot be changed: create another application', each)],
};

class NewApplicationSettings {
  @Field(name, NAME) name!: string;
  @Field(someScopeNames, SCOPES) scopes!: string[];

  @Field(oneOf(['confidential', 'public'], 'must be confidential or public'), {
    description: '`public`: cannot keep a secret, as apps on phones and in browsers.',
  })
  type: 'confidential' | 'public' = 'confidential';

  @Field(grantTypes, OPTIONAL) grant_types?: GrantType[];
  @Field(authMethod, OPTIONAL) token_endpoint_auth_method?: ClientAuthMethodName;
  @Field(uris, REDIRECT_URIS) redirect_uris: string[] = [];
  @Field(uris, POST_LOGOUT_URIS) post_logout_redirect_uris: string[] = [];
  @Field(scopeNames, DEFAULT_SCOPES) default_scopes: string[] = [];
  @Field(accessTtl, ACCESS_TTL) access_token_ttl: number | null = 7200;
  @Field(refreshTtl, REFRESH_TTL) refresh_token_ttl: number | null = null;
  @Field(reuse, REUSE) refresh_reuse: Reuse = presentReuse(REFRESH_REUSE);
  @Field(exchangeTargets, EXCHANGE_TARGETS) exchange_targets: string[] = [];
  @Field(resourceId, BRAND) brand_id: string | null = null;
  @Field(flag, FIRST_PARTY) first_party = false;
  @Field(secondFactor, SECOND_FACTOR) second_factor: FactorPolicy | null = null;
}

class ChangedApplicationSettings {
  @Field(name, { ...NAME, ...OPTIONAL }) name?: string;
  @Field(someScopeNames, { ...SCOPES, ...OPTIONAL }) scopes?: string[];
  @Field(scopeNames, { ...DEFAULT_SCOPES, ...OPTIONAL }) default_scopes?: string[];
  @Field(uris, { ...REDIRECT_URIS, ...OPTIONAL }) redirect_uris?: string[];
  @Field(uris, { ...POST_LOGOUT_URIS, ...OPTIONAL }) post_logout_redirect_uris?: string[];
  @Field(grantTypes, OPTIONAL) grant_types?: GrantType[];
  @Field(authMethod, OPTIONAL) token_endpoint_auth_method?: ClientAuthMethodName;
  @Field(accessTtl, { ...ACCESS_TTL, ...OPTIONAL }) access_token_ttl?: number | null;
  @Field(refreshTtl, { ...REFRESH_TTL, ...OPTIONAL }) refresh_token_ttl?: number | null;
  @Field(reuse, { ...REUSE, ...OPTIONAL }) refresh_reuse?: Reuse;
  @Field(exchangeTargets, { ...EXCHANGE_TARGETS, ...OPTIONAL }) exchange_targets?: string[];
  @Field(resourceId, { ...BRAND, ...OPTIONAL }) brand_id?: string | null;
  @Field(flag, { ...FIRST_PARTY, ...OPTIONAL }) first_party?: boolean;
  @Field(secondFactor, { ...SECOND_FACTOR, ...OPTIONAL }) second_factor?: FactorPolicy | null;

  @Field(flag, {
    ...OPTIONAL,
    description:
      'An admin has looked at it: pages no longer say that none has. Admins only; another name, redirect URI or self-description by any other caller takes it back.',
  })
  confirmed?: boolean;

  @Field(unchangeable, OPTIONAL) type?: never;

  @Field(flag, { ...OPTIONAL, description: 'Disabling ends every sign-in and token of the application.' })
  disabled?: boolean;
}

export class NewApplicationBody extends joining(NewApplicationSettings, ClientMetadata) {}

export class ApplicationChangeBody extends joining(ChangedApplicationSettings, unsettable(ClientMetadata)) {}

export class ApplicationListQuery extends SortedPageQuery {
  @Field(resourceId, { ...OPTIONAL, description: 'Only the applications of this user.' }) user_id?: string;

  @Field(text({ min: 1, max: 200 }), { ...OPTIONAL, description: 'Part of the name, or the `client_id`.' })
  q?: string;

  @Field(oneOf(['confidential', 'public'], 'must be confidential or public'), OPTIONAL)
  type?: 'confidential' | 'public';

  @Field(oneOf(['true', 'false'], 'must be true or false'), OPTIONAL) disabled?: 'true' | 'false';
  @Field(oneOf(['newest', 'name'], 'must be newest or name')) sort: 'newest' | 'name' = 'newest';
}

export class NewSecretBody {
  @Field(timestampLike('2030-01-31T12:00:00Z'), {
    nullable: true,
    description: 'When it stops working; null: never.',
  })
  expires_at: Date | null = null;
}

export class SecretRetirementQuery extends AnyQuery {
  @Field(queryFlag, { description: 'Retire it even if it is the last that works.' }) force = false;
}
