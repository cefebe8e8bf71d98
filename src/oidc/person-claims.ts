import type { Account } from '../oauth/stores/accounts.js';
import type { Application } from '../oauth/stores/applications.js';
import { claimsOfScopes, claimsWithin, type PersonalClaim } from '../protocol/claims.js';
import { numericDate } from '../clock/numeric-date.js';

/** The value of each claim for an account; undefined: it has none. */
const TOLD: Readonly<Record<PersonalClaim, (account: Account) => unknown>> = {
  name: ({ name }) => name ?? undefined,
  preferred_username: ({ username }) => username ?? undefined,
  updated_at: ({ updatedAt }) => numericDate(updatedAt),
  // an unverified address must not identify a person
  email: ({ email, emailSelfGiven }) => (emailSelfGiven ? undefined : email),
  email_verified: ({ emailVerified, emailSelfGiven }) => (emailSelfGiven ? undefined : emailVerified),
  given_name: ({ profile }) => profile.given_name,
  family_name: ({ profile }) => profile.family_name,
  middle_name: ({ profile }) => profile.middle_name,
  nickname: ({ profile }) => profile.nickname,
  profile: ({ profile }) => profile.profile,
  picture: ({ profile }) => profile.picture,
  website: ({ profile }) => profile.website,
  gender: ({ profile }) => profile.gender,
  birthdate: ({ profile }) => profile.birthdate,
  zoneinfo: ({ profile }) => profile.zoneinfo,
  locale: ({ profile }) => profile.locale,
  address: ({ profile }) => profile.address,
  phone_number: ({ profile }) => profile.phone_number,
  phone_number_verified: ({ profile }) =>
    profile.phone_number === undefined ? undefined : (profile.phone_number_verified ?? false),
};

/**
 * Claims about a person; those without a value are left out (section 5.3.2).
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
function personClaims(account: Account, claims: Iterable<PersonalClaim>): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const claim of claims) {
    const value = TOLD[claim](account);
    if (value !== undefined) told[claim] = value;
  }
  return told;
}

/** What is to be told of a person: the claims of these scopes, and those requested by name. */
export interface Wanted {
  scopes: ReadonlySet<string>;
  named: readonly PersonalClaim[];
}

/**
 * What an application is told of a person, in userinfo and in id_tokens. A claim takes a scope that the application may
 * have now; a built-in application may have each, and names none.
 */
export function claimsFor(client: Application, account: Account, { scopes, named }: Wanted): Record<string, unknown> {
  const ofScopes = claimsOfScopes(scopes);
  return personClaims(account, client.builtIn ? ofScopes : claimsWithin(client.scopes, [...ofScopes, ...named]));
}
