import { ownAddress } from './own-address.js';

/** The paths of this server's own APIs; one API under two names. */
export const OWN_APIS: readonly string[] = ['/api/v1', '/v1'];

/** All names of this server as a resource. */
export function ownResourcesOf(issuer: string): readonly string[] {
  return [issuer, ...OWN_APIS.map((api) => ownAddress(issuer, api))];
}

/** Whether a resource identifier is this server, or one of its own APIs. */
export function isOwnResource(issuer: string, resource: unknown): boolean {
  return resource === issuer || OWN_APIS.some((api) => resource === ownAddress(issuer, api));
}

/** Sign-in faces under the paths of our APIs, which no token protects. */
const SIGN_IN_FACES: readonly string[] = ['/api/v1/login', '/api/v1/auth', '/v1/auth', '/v1/session'];

/** The address of the metadata (RFC 9728) of the API at this path; undefined if there is no API. */
export function resourceMetadataOf(issuer: string, path: string): string | undefined {
  const isUnder = (parent: string) => path === parent || path.startsWith(`${parent}/`);
  const api = SIGN_IN_FACES.some(isUnder) ? undefined : OWN_APIS.find(isUnder);
  return api === undefined ? undefined : ownAddress(issuer, `/.well-known/oauth-protected-resource${api}`);
}
