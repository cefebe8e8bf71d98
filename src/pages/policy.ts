/**
 * The Content-Security-Policy of a page: nothing inline, nothing from other origins except a brand's logo and its frames.
 * Browsers apply `form-action` to every redirect after a submission, including those of the application that receives
 * the answer and of the addresses it redirects to, which are unknown here (and `[::1]` cannot be written):
 * a page with `leaves` has no `form-action`.
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
