/** Nothing may be loaded, framed or submitted, until a page says what it needs. */
const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const YEAR = 31_536_000;

/** The headers every answer carries. A page replaces the policy with its own; caching is each endpoint's business. */
export function standingHeaders(issuer: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not no-referrer: with it browsers post our own forms with "Origin: null"
    'referrer-policy': 'same-origin',
    'content-security-policy': NOTHING_ALLOWED,
    ...(issuer.startsWith('https:') ? { 'strict-transport-security': `max-age=${String(YEAR)}` } : {}),
  };
}
