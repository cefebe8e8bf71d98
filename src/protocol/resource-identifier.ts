import { isOwnResource } from './own-resources.js';

const MAX_LENGTH = 2048;
/** The characters of RFC 3986, but `#`: a resource has no fragment. */
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]+$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/;
/** What runs or shows something rather than naming an API. */
const NOT_A_NAME = /^(javascript|data|file|blob|about|vbscript):/;

/** Whether an API may have an identifier of this length. What may not is looked up nowhere. */
export function isResourceLength(text: string): boolean {
  return text.length <= MAX_LENGTH;
}

/**
 * What is wrong with an identifier somebody wants to register for an API, and how to mend it; undefined when
 * nothing is. Tokens name their audience by it, and compare it as a plain string: so it has one spelling.
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

function withoutSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}
