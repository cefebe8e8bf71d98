/** The paths of this server's own APIs; one API under two names. */
export const OWN_APIS: readonly string[] = ['/api/v1', '/v1'];

/** Whether a resource identifier is this server itself, as tokens and metadata spell it. */
export function isOwnResource(issuer: string, resource: string): boolean {
  if (resource === issuer || resource === `${issuer}/`) return true;
  return resource.startsWith(issuer) && OWN_APIS.includes(resource.slice(issuer.length));
}

/** Faces under the paths of our APIs where people sign in: nothing there is protected by a token. */
const SIGN_IN_FACES: readonly string[] = ['/api/v1/login', '/api/v1/auth', '/v1/auth', '/v1/session'];

/** Where the metadata (RFC 9728) of the API at this path is; undefined where no API is. */
export function resourceMetadataOf(issuer: string, path: string): string | undefined {
  const isUnder = (parent: string) => path === parent || path.startsWith(`${parent}/`);
  const api = SIGN_IN_FACES.some(isUnder) ? undefined : OWN_APIS.find(isUnder);
  return api === undefined ? undefined : `${issuer}/.well-known/oauth-protected-resource${api}`;
}
