const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/**
 * What a person can judge of an address to return to. A host only where the scheme is one by which hosts are reached: a
 * private-use scheme (RFC 8252 section 7.1) may have any host written behind it.
 */
export function placeOf(redirectUri: string): string {
  const { protocol, hostname, host } = new URL(redirectUri);
  if (protocol !== 'https:' && protocol !== 'http:') return `an application on this device (${protocol})`;
  return LOOPBACK.test(hostname) ? `this computer (${host})` : host;
}
