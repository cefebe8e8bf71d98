import { isIP } from 'node:net';

/** This server, as authenticators know it. */
export interface PasskeySite {
  /** The RP ID: the host of the issuer. */
  id: string;
  /** Of every page that may ask for a passkey. */
  origin: string;
}

/**
 * Which site passkeys are for; undefined for an IP address, which is none.
 * @see https://www.w3.org/TR/webauthn-3/#relying-party-identifier
 */
export function passkeySiteOf(issuer: string): PasskeySite | undefined {
  const { hostname, origin } = new URL(issuer);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : undefined;
}
