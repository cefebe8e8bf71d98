import { passkeySiteOf } from './passkey-site.js';

/** One factor, such as a password. */
const ONE_FACTOR = 'urn:latchkey:acr:one-factor';
/** Two different factors, such as a password and a code of an authenticator app. */
export const TWO_FACTOR = 'urn:latchkey:acr:two-factor';

/** A passkey, which no other site can ask for; and one whose key cannot leave its device. */
export const PHISHING_RESISTANT = 'phr';
export const HARDWARE_PROTECTED = 'phrh';

/** A class that only a passkey reaches. */
export type PasskeyClass = typeof PHISHING_RESISTANT | typeof HARDWARE_PROTECTED;

/** The classes that a sign-in reaches without a passkey. */
const WITHOUT_PASSKEY: readonly string[] = [ONE_FACTOR, TWO_FACTOR];

/**
 * The authentication context classes this server knows: each reaches those before it.
 * @see https://openid.net/specs/openid-connect-eap-acr-values-1_0-final.html#section-2 (phr, phrh)
 */
export const ACR_VALUES: readonly string[] = [...WITHOUT_PASSKEY, PHISHING_RESISTANT, HARDWARE_PROTECTED];

/** The classes that a person can reach at this issuer, as metadata lists them: no passkey, no class of passkeys. */
export function acrsReachableAt(issuer: string): readonly string[] {
  return passkeySiteOf(issuer) === undefined ? WITHOUT_PASSKEY : ACR_VALUES;
}

/** Methods of authentication (RFC 8176) of a password, and of a password with a one-time code. */
export const PASSWORD_ONLY: readonly string[] = ['pwd'];
export const PASSWORD_AND_CODE: readonly string[] = ['pwd', 'otp', 'mfa'];

/**
 * Methods of a passkey: a key, and what its authenticator asked of the person.
 * @param deviceBound whether the key cannot leave its device
 */
export function methodsOfPasskey(deviceBound: boolean, afterPassword: boolean): readonly string[] {
  return [...(afterPassword ? PASSWORD_ONLY : []), deviceBound ? 'hwk' : 'swk', 'user', 'mfa'];
}

/**
 * Methods of a sign-in in which a passkey was made.
 * @param proved those before it
 */
export function withNewPasskey(proved: readonly string[], deviceBound: boolean): readonly string[] {
  return [...new Set([...proved.filter((method) => method !== 'mfa'), ...methodsOfPasskey(deviceBound, false)])];
}

/** The method of a browser that the person trusted after a second factor in it. RFC 8176 has no value for it. */
export const TRUSTED_BROWSER = 'trusted_browser';

/** Of a password in such a browser: one factor, for no second one was proved. */
export const PASSWORD_IN_TRUSTED_BROWSER: readonly string[] = [...PASSWORD_ONLY, TRUSTED_BROWSER];

/**
 * The authentication context class that methods of authentication (RFC 8176) reach; undefined for none at all.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken (acr)
 */
export function acrOf(amr: readonly string[]): string | undefined {
  if (amr.includes('hwk')) return HARDWARE_PROTECTED;
  if (amr.includes('swk')) return PHISHING_RESISTANT;
  if (isTwoFactor(amr)) return TWO_FACTOR;
  return amr.length > 0 ? ONE_FACTOR : undefined;
}

/** The classes that a request asked for. */
export interface AskedAcrs {
  essentialAcrs?: readonly string[] | undefined;
  voluntaryAcrs?: readonly string[] | undefined;
}

/**
 * The class that tokens tell: the highest that was asked for and is reached, as an API that asks for one by its name looks
 * for that name. Core §5.5.1.1: where a request insists on some, the answer "MUST return an acr Claim Value that matches
 * one of the requested values".
 */
export function acrToTell(amr: readonly string[], asked: AskedAcrs | null): string | undefined {
  const highestOf = (acrs: readonly string[] = []) =>
    ACR_VALUES.findLast((acr) => acrs.includes(acr) && reachesOneOf([acr], amr));
  return highestOf(asked?.essentialAcrs) ?? highestOf(asked?.voluntaryAcrs) ?? acrOf(amr);
}

/** Whether these methods are two different factors. */
export function isTwoFactor(amr: readonly string[]): boolean {
  return amr.includes('mfa');
}

/** Whether these methods reach one of the classes. */
export function reachesOneOf(acrs: readonly string[], amr: readonly string[]): boolean {
  const reached = ACR_VALUES.indexOf(acrOf(amr) ?? '');
  return acrs.some((acr) => ACR_VALUES.includes(acr) && ACR_VALUES.indexOf(acr) <= reached);
}

/** The class of passkeys that one of these classes takes at least; undefined where less than a passkey does, or none is known. */
export function insistedPasskey(acrs: readonly string[]): PasskeyClass | undefined {
  if (reachesOneOf(acrs, PASSWORD_AND_CODE)) return undefined;
  return ([PHISHING_RESISTANT, HARDWARE_PROTECTED] as const).find((acr) => acrs.includes(acr));
}

/**
 * How a person signed in, for access tokens (RFC 9068 section 2.2.1) and introspection (RFC 9470 section 6.2). Every other
 * token of a person is of one factor, and stays as short as it can be.
 */
export function claimsOfTwoFactors(
  amr: readonly string[],
  asked: AskedAcrs | null,
): { acr?: string | undefined; amr?: readonly string[] } {
  return isTwoFactor(amr) ? { acr: acrToTell(amr, asked), amr } : {};
}

/** How a person would have to sign in for the request to be answered (RFC 9470 section 3). */
export interface WantedAuthentication {
  acr: string;
  /** Seconds since the person proved it. */
  maxAge: number;
}
