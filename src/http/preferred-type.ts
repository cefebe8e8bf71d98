const QUALITY = /;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)/;

/**
 * Whether an `Accept` header names `type` and wants it no less than `other`. Only what is named counts: whoever takes
 * anything gets what everybody gets.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function prefersType(accept: string, type: string, other: string): boolean {
  const ranges = accept.toLowerCase();
  if (!ranges.includes(type)) return false;
  const qualities = new Map<string, number>();
  for (const range of ranges.split(',')) {
    const [name = ''] = range.split(';', 1);
    qualities.set(name.trim(), Number(QUALITY.exec(range)?.[1] ?? 1));
  }
  const wanted = qualities.get(type) ?? 0;
  return wanted > 0 && wanted >= (qualities.get(other) ?? 0);
}
