/**
 * The Content-Security-Policy of a page: nothing inline, nothing foreign but a brand's logo and what it frames.
 * Browsers hold every redirect after a submission against `form-action` of its page, also those of the application that
 * the answer goes to and of the places that one goes on to, which nothing here knows (and `[::1]` cannot be spelled):
 * a page whose form `leaves` has none.
 */
export function pagePolicy({
  leaves = false,
  frames = [],
}: { leaves?: boolean; frames?: readonly string[] } = {}): string {
  const framed = frames.length === 0 ? '' : ` frame-src ${[...new Set(frames.map(sourceOf))].join(' ')};`;
  const submitted = leaves ? '' : ` form-action 'self';`;
  return `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:;${framed}${submitted} frame-ancestors 'none'; base-uri 'none'`;
}

/** An origin, or the bare scheme of a native application. */
function sourceOf(uri: string): string {
  const url = new URL(uri);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol;
}
