import { isOwnResource } from './own-resources.js';

const MAX_LENGTH = 2048;
/** The characters of RFC 3986, but `#`: a resource has no fragment. */
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]+$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/;
/** Schemes that run or show something and do not name an API. */
const NOT_A_NAME = /^(javascript|data|file|blob|about|vbscript):/;

/** Whether this can be the identifier of an API; anything longer is not looked up. */
export function isResourceLength(text: string): boolean {
  return text.length <= MAX_LENGTH;
}

/**
 * The fault in an identifier to be registered for an API, and its fix; undefined if valid. Tokens name their audience by
 * it, and compare it as a string, so it has one form.
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
export function resourceIdentifierFault(text: string, issuer: string): string | undefined {
  if (!isResourceLength(text)) return `is longer than ${String(MAX_LENGTH)} characters`;
  // RFC 8707 §2: "Its value MUST be an absolute URI [...]. The URI MUST NOT include a fragment component."
  if (text.includes('#')) return 'must not have a fragment';
  if (!SCHEME.test(text)) return 'must be an absolute URI, such as https://api.example.com';
  if (!URI_CHARACTERS.test(text)) return 'has characters that no URI may have; percent-encode them';
  if (NOT_A_NAME.test(text) || !URL.canParse(text)) return 'must be the URI of an API, such as https://api.example.com';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not carry a user name or password';
  if (url.href !== text && url.href !== `${text}/`) return `must be spelled ${url.href}`;
  if (isOwnResource(withoutSlash(issuer), withoutSlash(text)))
    return 'is this server itself, which every token is for anyway';
  return undefined;
}

/**
 * This identifier, its normal form, and the one that names the same: `https://api.example.com` and `https://api.example.com/` are one
 * URL, and clients that parse the former send the latter.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-6.2
 */
export function spellingsOf(resource: string): string[] {
  const normal = normalForm(resource);
  if (!/^https?:\/\/[^/?#]+\/?$/.test(normal)) return [...new Set([resource, normal])];
  return [...new Set([resource, normal, normal.endsWith('/') ? withoutSlash(normal) : `${normal}/`])];
}

/** An https URL as identifiers are registered: scheme and host in small letters, without the port that goes without saying. */
function normalForm(resource: string): string {
  const isUrl = isResourceLength(resource) && URI_CHARACTERS.test(resource) && /^https?:\/\/[^/]/i.test(resource);
  if (!isUrl || !URL.canParse(resource)) return resource;
  const { href, username, password } = new URL(resource);
  return username === '' && password === '' ? href : resource;
}

function withoutSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}
