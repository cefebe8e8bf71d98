/**
 * The Content-Security-Policy of a page: nothing inline, nothing foreign but a brand's logo. Browsers hold a form's
 * redirects against `form-action` too, so the place an answer goes to must be named.
 */
export function pagePolicy(formTarget?: string): string {
  const target = formTarget === undefined ? '' : ` ${sourceOf(formTarget)}`;
  return `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:; form-action 'self'${target}; frame-ancestors 'none'; base-uri 'none'`;
}

/** An origin, or the bare scheme of a native application. */
function sourceOf(uri: string): string {
  const url = new URL(uri);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol;
}
