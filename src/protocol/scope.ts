import type { Comparison } from './comparison.js';
import { InvalidScope } from './refusal.js';

/** scope-token = 1*( %x21 / %x23-5B / %x5D-7E ) */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
/** Maximum scopes of one request or list. */
export const MAX_SCOPES = 100;
/** Maximum characters of the ungranted scopes that a sign-in stores. */
const MAX_LEFT_OUT = 2048;

/** A request with this scope is one of OpenID Connect (OpenID Connect Core section 3.1.2.1). */
export const OPENID = 'openid';

/** A sign-in with this scope outlives its browser session (OpenID Connect Core section 11). */
export const OFFLINE = 'offline_access';

export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}

/**
 * Splits a `scope` parameter into its tokens, each once, in the order given.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 */
export function parseScope(text: string): string[] {
  if (text.length > MAX_SCOPES * 101) throw new InvalidScope('scope: is too long');
  const scopes = new Set(text.split(' ').filter((token) => token !== ''));
  if (scopes.size > MAX_SCOPES) throw new InvalidScope(`scope: names more than ${String(MAX_SCOPES)} scopes`);
  for (const scope of scopes) {
    if (!SCOPE_TOKEN.test(scope)) throw new InvalidScope('scope: has a character that no scope may have');
  }
  return [...scopes];
}

/**
 * Why none of the requested scopes can be granted; undefined: one can. RFC 6749 §3.3: "The authorization
 * server MAY fully or partially ignore the scope requested by the client", which learns of it from the answer's `scope`.
 * Without `openid` the request would have another meaning, so it is never left out.
 */
export function scopeFault(asked: readonly string[], allowed: readonly string[]): string | undefined {
  if (asked.includes(OPENID) && !allowed.includes(OPENID)) return `scope: this application may not ask for ${OPENID}`;
  const [first] = asked;
  if (first === undefined || asked.some((scope) => allowed.includes(scope))) return undefined;
  return `scope: this application may not ask for ${first}${asked.length > 1 ? ', nor for the others' : ''}`;
}

export function scopesCompared(asked: readonly string[], allowed: readonly string[]): Comparison {
  return { parameter: 'scope', sent: formatScope(asked), accepted: [formatScope(allowed)] };
}

/** The requested scopes that were not granted, for refreshes that request them again; null: none. */
export function leftOut(asked: readonly string[], granted: string): string | null {
  const held = new Set(granted.split(' '));
  const rest: string[] = [];
  let size = 0;
  for (const scope of asked) {
    if (held.has(scope)) continue;
    size += scope.length + 1;
    if (size > MAX_LEFT_OUT) break;
    rest.push(scope);
  }
  return rest.length === 0 ? null : formatScope(rest);
}

export function formatScope(scopes: readonly string[]): string {
  return scopes.join(' ');
}

/**
 * The scopes of one access token of a grant: the requested ones, or all. A request for more is refused.
 * RFC 6749 §6: "The requested scope MUST NOT include any scope not originally granted by the resource owner".
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function narrow(granted: string, requested: string | undefined): string {
  if (requested === undefined) return granted;
  const allowed = new Set(granted.split(' '));
  const asked = parseScope(requested);
  if (asked.length === 0) return granted;
  const excess = asked.find((scope) => !allowed.has(scope));
  if (excess !== undefined)
    throw new InvalidScope(`scope: ${excess} was not granted`, {}, scopesCompared(asked, [...allowed]));
  return formatScope(asked);
}
