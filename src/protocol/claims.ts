import { InvalidRequest } from './refusal.js';
import { parseStrictJson } from './strict-json.js';
import { OFFLINE, OPENID } from './scope.js';

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
/** The scopes of signing in: about the person and not about an API. */
export const PERSONAL_SCOPES: readonly string[] = [OPENID, ...SCOPES, OFFLINE];
/** All of the claims, as metadata lists them. */
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
  /** Those that are requested and not insisted on, as by `acr_values`. */
  voluntaryAcrs: readonly string[];
}

/** A member that is null counts as left out. */
interface Asked {
  essential?: boolean | null;
  value?: unknown;
  values?: unknown[] | null;
}

type Members = Readonly<Record<string, Asked | null>> | undefined;

/**
 * Reads the `claims` parameter. Unknown claims are ignored (section 5.5: "any members used that
 * are not understood MUST be ignored").
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
 */
export function parseClaims(text: string): ClaimsParameter {
  const document = parseJson(text);
  if (!isObject(document)) throw malformed('the whole');
  const userinfo = membersAt('userinfo', document.userinfo);
  const id_token = membersAt('id_token', document.id_token);
  const acr = id_token?.acr;
  const subject = id_token?.sub?.value ?? userinfo?.sub?.value;
  return {
    claims: { userinfo: namesIn(userinfo), id_token: namesIn(id_token) },
    subject: typeof subject === 'string' ? subject : undefined,
    essentialAcrs: acr?.essential === true ? valuesOf(acr) : [],
    voluntaryAcrs: acr?.essential === true ? [] : valuesOf(acr),
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

function membersAt(place: string, asked: unknown): Members {
  if (asked === undefined || asked === null) return undefined;
  if (!isObject(asked)) throw malformed(place);
  for (const [claim, member] of Object.entries(asked)) {
    if (member === null) continue;
    if (!isObject(member)) throw malformed(`${place}.${claim}`);
    const { essential, values } = member;
    if (typeof (essential ?? true) !== 'boolean') throw malformed(`${place}.${claim}.essential`);
    if (!Array.isArray(values ?? [])) throw malformed(`${place}.${claim}.values`);
  }
  return asked as Members;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(place: string): InvalidRequest {
  return InvalidRequest.field('claims', `${place.slice(0, 64)} is not as OpenID Connect Core 5.5 has it`);
}

function namesIn(asked: Members): PersonalClaim[] {
  return PERSONAL_CLAIMS.filter((claim) => asked !== undefined && Object.hasOwn(asked, claim));
}

/** Section 5.5.1.1: an essential `acr` must be one of these; of another they are preferred. */
function valuesOf(asked: Asked | null | undefined): string[] {
  return [asked?.value, ...(asked?.values ?? [])].filter((value) => typeof value === 'string');
}
