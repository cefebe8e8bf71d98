/**
 * A name or value of `application/x-www-form-urlencoded`, decoded; undefined if it is not percent-encoded UTF-8.
 * @see https://url.spec.whatwg.org/#application/x-www-form-urlencoded
 */
export function formDecoded(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
