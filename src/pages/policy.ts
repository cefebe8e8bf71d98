import { hasPlainHost } from '../protocol/host.js';

/**
 * The Content-Security-Policy of a page: nothing inline, nothing from other origins except a brand's logo and its frames.
 * Browsers apply `form-action` to every redirect after a submission, including those of the application that receives
 * the answer and of the addresses it redirects to, which are unknown here (and `[::1]` cannot be written):
 * a page with `leaves` has no `form-action`. A frame whose host is none (registered before that was asked) is not shown.
 */
export function pagePolicy({
  leaves = false,
  frames = [],
}: { leaves?: boolean; frames?: readonly string[] } = {}): string {
  const sources = new Set(frames.flatMap(sourcesOf));
  const framed = sources.size === 0 ? '' : ` frame-src ${[...sources].join(' ')};`;
  const submitted = leaves ? '' : ` form-action 'self';`;
  return `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:;${framed}${submitted} frame-ancestors 'none'; base-uri 'none'`;
}

/** An origin, or the bare scheme of a native application. */
function sourcesOf(uri: string): string[] {
  const url = new URL(uri);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return [url.protocol];
  return hasPlainHost(url) ? [url.origin] : [];
}
