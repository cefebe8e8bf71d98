/**
 * The Content-Security-Policy of the console. The component library writes its media queries into style elements, which
 * the nonce of the page allows; nothing else inline, nothing from other origins except a brand's logo.
 * @see https://www.w3.org/TR/CSP3/#framework-directive-source-list
 */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' https: data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
