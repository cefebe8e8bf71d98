/** Best first. */
const KNOWN = ['br', 'gzip'];

/**
 * The best coding that the client takes and the file has; '' for none.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function contentCoding(acceptEncoding: string | undefined, available: ReadonlyMap<string, unknown>): string {
  const accepted = new Set<string>();
  for (const part of (acceptEncoding ?? '').split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    // "a qvalue of 0 means not acceptable"
    if (!parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter))) accepted.add(coding);
  }
  return KNOWN.find((coding) => available.has(coding) && accepted.has(coding)) ?? '';
}
