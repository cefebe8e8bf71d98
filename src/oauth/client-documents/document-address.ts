import { isLoopbackHost } from '../../protocol/host.js';

const MAX_LENGTH = 256;

/**
 * Whether a `client_id` is the URL of a document in its canonical form: https, with a path, without fragment, credentials
 * or dot segments. Plain http is for the loopback interface, and the fetcher decides whether that is allowed.
 */
export function isDocumentAddress(clientId: string): boolean {
  if (clientId.length > MAX_LENGTH || !/^https?:\/\//.test(clientId) || !URL.canParse(clientId)) return false;
  const { href, protocol, hostname, pathname, hash, username, password } = new URL(clientId);
  if (href !== clientId || pathname === '/' || hash !== '' || username !== '' || password !== '') return false;
  return protocol === 'https:' || isLoopbackHost(hostname);
}
