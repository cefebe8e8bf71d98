import type { FastifyReply } from 'fastify';

/**
 * Sends a page under a policy that allows nothing inline and nothing foreign but a brand's logo. Browsers hold a
 * form's redirects against `form-action`, so the place the answer goes to must be named.
 */
export function sendPage(reply: FastifyReply, html: string, formTarget?: string): void {
  const target = formTarget === undefined ? '' : ` ${sourceOf(formTarget)}`;
  void reply
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:; form-action 'self'${target}; frame-ancestors 'none'; base-uri 'none'`,
    )
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html);
}

/** An origin, or the bare scheme of a native application. */
function sourceOf(uri: string): string {
  const url = new URL(uri);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol;
}
