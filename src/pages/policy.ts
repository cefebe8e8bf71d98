/**
 * The Content-Security-Policy of a page: nothing inline, nothing foreign but a brand's logo. Browsers hold a form's
 * redirects against `form-action` too, so the place an answer goes to must be named. So must what it frames.
 */
export function pagePolicy(formTarget?: string, frames: readonly string[] = []): string {
  const target = formTarget === undefined ? '' : ` ${sourceOf(formTarget)}`;
  const framed = frames.length === 0 ? '' : ` frame-src ${[...new Set(frames.map(sourceOf))].join(' ')};`;
  return `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:;${framed} form-action 'self'${target}; frame-ancestors 'none'; base-uri 'none'`;
}

/** An origin, or the bare scheme of a native application. */
function sourceOf(uri: string): string {
  const url = new URL(uri);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol;
}
