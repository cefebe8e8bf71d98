import { isLoopbackHost } from '../protocol/host.js';

/**
 * The part of a redirect URI that a person can judge. The host is shown only for schemes that use it: a
 * private-use scheme (RFC 8252 section 7.1) may have any host written after it.
 */
export function placeOf(redirectUri: string): string {
  const { protocol, hostname, host } = new URL(redirectUri);
  if (protocol !== 'https:' && protocol !== 'http:') return `an application on this device (${protocol})`;
  return isLoopbackHost(hostname) ? `this computer (${host})` : host;
}
