/** An id_token as this issuer gave it out before its key was removed. */
export function idTokenOfLongAgo(iss: string, sub: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256', kid: 'gone', typ: 'JWT' })}.${part({ iss, sub })}.AAAA`;
}
