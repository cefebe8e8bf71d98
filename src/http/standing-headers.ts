/** Nothing may be loaded, framed or submitted unless a page sets its own policy. */
const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const YEAR = 31_536_000;

/** The headers of every answer, from either port. */
export const STANDING_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // no-referrer would make browsers post our own forms with "Origin: null"
  'referrer-policy': 'same-origin',
  'content-security-policy': NOTHING_ALLOWED,
};

/** The headers of every answer at the issuer. A page replaces the policy by its own; caching is up to each endpoint. */
export function standingHeaders(issuer: string): Readonly<Record<string, string>> {
  return {
    ...STANDING_HEADERS,
    ...(issuer.startsWith('https:') ? { 'strict-transport-security': `max-age=${String(YEAR)}` } : {}),
  };
}
