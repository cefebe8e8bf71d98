import { z } from 'zod';
import { InvalidRequest } from './refusal.js';
import { parseStrictJson } from './strict-json.js';

/**
 * The claims of each scope, as far as this server has them.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 */
export const CLAIMS_OF_SCOPE = {
  profile: [
    'name',
    'family_name',
    'given_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
} as const satisfies Record<string, readonly string[]>;

/** Every claim about a person that can be requested. */
export type PersonalClaim = (typeof CLAIMS_OF_SCOPE)[keyof typeof CLAIMS_OF_SCOPE][number];

const SCOPES = Object.keys(CLAIMS_OF_SCOPE) as (keyof typeof CLAIMS_OF_SCOPE)[];
/** All of them, as metadata lists them. */
export const PERSONAL_CLAIMS: readonly PersonalClaim[] = SCOPES.flatMap((scope) => CLAIMS_OF_SCOPE[scope]);

/** The personal claims that a request asks for by name. Stored with the sign-in. */
export interface ClaimsByName {
  userinfo: readonly PersonalClaim[];
  id_token: readonly PersonalClaim[];
}

/** The supported contents of the `claims` parameter. */
export interface ClaimsParameter {
  claims: ClaimsByName;
  /** The subject that the request is for. */
  subject: string | undefined;
  /** The acceptable authentication context classes; empty: any. */
  essentialAcrs: readonly string[];
}

const member = z
  .object({
    essential: z.boolean().optional(),
    value: z.unknown(),
    values: z.array(z.unknown()).optional(),
  })
  .partial()
  .nullable();
const members = z.record(z.string(), member).optional();
const claimsParameter = z.object({ userinfo: members, id_token: members });

type Members = z.infer<typeof members>;

/**
 * Reads the `claims` parameter. Unknown claims are ignored (section 5.5: "any members used that
 * are not understood MUST be ignored").
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
 */
export function parseClaims(text: string): ClaimsParameter {
  const result = claimsParameter.safeParse(parseJson(text));
  if (!result.success) {
    const path = result.error.issues[0]?.path.map(String).join('.') ?? '';
    throw InvalidRequest.field(
      'claims',
      `${path.slice(0, 64) || 'the whole'} is not as OpenID Connect Core 5.5 has it`,
    );
  }
  const { userinfo, id_token } = result.data;
  const subject = id_token?.sub?.value ?? userinfo?.sub?.value;
  return {
    claims: { userinfo: namesIn(userinfo), id_token: namesIn(id_token) },
    subject: typeof subject === 'string' ? subject : undefined,
    essentialAcrs: essentialValues(id_token?.acr),
  };
}

/** The scopes of these claims, which a person is asked to allow. */
export function scopesOfClaims({ userinfo, id_token }: ClaimsByName): string[] {
  const asked = new Set<string>([...userinfo, ...id_token]);
  return SCOPES.filter((scope) => CLAIMS_OF_SCOPE[scope].some((claim) => asked.has(claim)));
}

/** The claims of these scopes. */
export function claimsOfScopes(scopes: ReadonlySet<string>): PersonalClaim[] {
  return SCOPES.filter((scope) => scopes.has(scope)).flatMap((scope) => CLAIMS_OF_SCOPE[scope]);
}

/** Those of the claims that these scopes include. */
export function claimsWithin(scopes: readonly string[], claims: readonly PersonalClaim[]): PersonalClaim[] {
  if (claims.length === 0) return [];
  const allowed = new Set(claimsOfScopes(new Set(scopes)));
  return claims.filter((claim) => allowed.has(claim));
}

/** As `claimsWithin`, of claims for either place. */
export function claimsByNameWithin(scopes: readonly string[], { userinfo, id_token }: ClaimsByName): ClaimsByName {
  return { userinfo: claimsWithin(scopes, userinfo), id_token: claimsWithin(scopes, id_token) };
}

function parseJson(text: string): unknown {
  try {
    return parseStrictJson(Buffer.from(text));
  } catch {
    throw InvalidRequest.field('claims', 'is not valid JSON');
  }
}

function namesIn(asked: Members): PersonalClaim[] {
  return PERSONAL_CLAIMS.filter((claim) => asked !== undefined && Object.hasOwn(asked, claim));
}

/** Section 5.5.1.1: an essential `acr` must be one of the requested values. */
function essentialValues(acr: z.infer<typeof member> | undefined): string[] {
  if (acr?.essential !== true) return [];
  return [acr.value, ...(acr.values ?? [])].filter((value) => typeof value === 'string');
}
