import { hasPlainHost, PLAIN_HOST_RULE } from './host.js';
import { listedSchemeFault } from './redirect-schemes.js';

const MAX_LENGTH = 2048;

/** The characters of RFC 3986, but `#` (no fragments) and `*` (no wildcards). */
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()+,;=%]+$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
/** RFC 8252 §7.1: "apps MUST use a URI scheme based on a domain name under their control, expressed in reverse order". */
const PRIVATE_USE_SCHEME = /^[a-z][a-z0-9+-]*(\.[a-z0-9][a-z0-9+-]*)+$/;
const LOOPBACK = /^http:\/\/(127(?:\.\d{1,3}){3}|\[::1\]|localhost)(?::([1-9]\d{0,4}))?((?:[/?].*)?)$/s;
const MAX_PORT = 65_535;
const DEFAULT_PORT = /^(https:\/\/[^/?@]+):443(?=[/?]|$)/;
/** Host names and addresses, in the spelling of `URL`, that end at the device the browser runs on. */
const OWN_DEVICE = /^(?:(?:.*\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/;

/** Parameters of authorization responses, and of a return from a sign-out. */
const ANSWERED = ['code', 'state', 'iss', 'error', 'error_description', 'session_state', 'response'];
const ANSWERED_AT_SIGN_OUT = ['state'];

/**
 * The fault in a redirect URI to register, and its fix; undefined if there is none. Valid are `https`, `http`
 * on the loopback interface, private-use schemes with a dot (`com.example.app:/cb`) and `schemes`, those without a dot
 * that this server lists; each in its one canonical spelling.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7
 */
export function redirectUriFault(text: string, schemes: readonly string[]): string | undefined {
  return uriFault(text, schemes, ANSWERED);
}

/** As above, for the address after a sign-out. @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html */
export function postLogoutUriFault(text: string, schemes: readonly string[]): string | undefined {
  return uriFault(text, schemes, ANSWERED_AT_SIGN_OUT);
}

function uriFault(text: string, schemes: readonly string[], reserved: readonly string[]): string | undefined {
  if (text.length > MAX_LENGTH) return `is longer than ${String(MAX_LENGTH)} characters`;
  // RFC 6749 §3.1.2: "The endpoint URI MUST NOT include a fragment component."
  if (text.includes('#')) return 'must not have a fragment';
  if (text.includes('*')) return 'must be spelled out: there are no wildcards';
  if (!URI_CHARACTERS.test(text)) return 'has characters that no URI may have; percent-encode them';
  const scheme = SCHEME.exec(text)?.[1];
  if (scheme === undefined) return 'must be an absolute URI, such as https://app.example.com/callback';
  return schemeFault(scheme, text, schemes) ?? pathFault(text) ?? spellingFault(text) ?? queryFault(text, reserved);
}

/**
 * Whether a request may name this redirect URI: exactly a registered one. Only the port of a loopback URI may
 * differ (RFC 8252 §7.3: "The authorization server MUST allow any port to be specified at the time of the request"), and
 * there an empty path is `/` (RFC 3986 §6.2.3): programs write either, and both lead to the same listener.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3
 */
export function matchesRedirectUri(registered: readonly string[], presented: string): boolean {
  if (registered.includes(presented)) return true;
  const portless = withoutLoopbackPort(presented);
  return portless !== undefined && registered.some((uri) => withoutLoopbackPort(uri) === portless);
}

/**
 * Whether only the application itself receives answers sent to this redirect URI: `https` on a host that is not the
 * person's own device, where any program may listen or claim a scheme.
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.6
 */
export function isHttpsOfApplication(redirectUri: string): boolean {
  return redirectUri.startsWith('https://') && !OWN_DEVICE.test(new URL(redirectUri).hostname);
}

/** The address with these parameters after those that it has, which stay as they are written (RFC 6749 §3.1.2). */
export function withParameters(address: string, parameters: Record<string, string>): string {
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(parameters).toString()}`;
}

function withoutLoopbackPort(uri: string): string | undefined {
  const [, host, port, rest] = LOOPBACK.exec(uri) ?? [];
  if (host === undefined || Number(port ?? 0) > MAX_PORT) return undefined;
  return `http://${host}${(rest ?? '').replace(/^(?!\/)/, '/')}`;
}

/** RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once." */
function queryFault(text: string, reserved: readonly string[]): string | undefined {
  const query = text.includes('?') ? text.slice(text.indexOf('?') + 1) : '';
  const names = new Set(new URLSearchParams(query).keys());
  const taken = reserved.find((name) => names.has(name));
  return taken === undefined ? undefined : `must not have ${taken} in its query: the answer brings its own`;
}

function schemeFault(scheme: string, text: string, schemes: readonly string[]): string | undefined {
  if (scheme === 'https') return text.startsWith('https://') ? undefined : 'must begin with https://';
  if (scheme === 'http') {
    return LOOPBACK.test(text) ? undefined : 'must be https; plain http is for 127.0.0.1, [::1] and localhost only';
  }
  if (PRIVATE_USE_SCHEME.test(scheme)) return undefined;
  if (schemes.includes(scheme) && listedSchemeFault(scheme) === undefined) return undefined;
  return 'must be https, or have a private-use scheme with a dot in lower case, such as com.example.app:/callback, or one that REDIRECT_SCHEMES lists';
}

function pathFault(text: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(text.slice(text.indexOf(':') + 1).split('?', 1)[0] ?? '');
  } catch {
    return 'has a broken percent-encoding';
  }
  if (path.split(/[/\\]/).includes('..')) return 'must not have .. in its path';
  return undefined;
}

/**
 * Two forms of one URI are two URIs here, so only the form that browsers produce is accepted. But programs behind a proxy
 * may name the default port, and cannot leave it out of their requests.
 */
function spellingFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URI that a browser can open';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^[^:]+:\/\/[^/?]*@/.test(text)) {
    return 'must not carry a user name or password';
  }
  // hosts of private-use schemes are names of the programs' own
  if (url.protocol === 'https:' && !hasPlainHost(url)) return PLAIN_HOST_RULE;
  const spelled = text.replace(DEFAULT_PORT, '$1');
  const isCanonical = url.href === spelled || (url.pathname === '/' && url.search === '' && url.href === `${spelled}/`);
  return isCanonical ? undefined : `must be spelled ${url.href}`;
}
