/** As `URL` spells them: names of letters, digits, hyphens, underscores and dots, and addresses. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/**
 * Whether a URL's host is one that names resolve to. `URL` takes more: with `;` or `,` in it, a host would end the
 * directive, or the whole policy, of a Content-Security-Policy that names it.
 * @see https://url.spec.whatwg.org/#forbidden-domain-code-point
 */
export function hasPlainHost({ hostname }: URL): boolean {
  return HOST.test(hostname);
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** Whether a host, as `URL` spells it, is the machine's own. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

export const PLAIN_HOST_RULE = 'must name a host of letters, digits, hyphens and dots';
