/**
 * A code that a person typed or pasted, without what keyboards, apps and text around it add: full-width digits, digits
 * of other scripts, spaces, dashes of all kinds, the minus sign and the Japanese long vowel mark among them, and marks that
 * no one sees.
 */
export function typedCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}\u2212\u30fc]/gu, '')
    .replace(/\p{Nd}/gu, asciiDigit);
}

/** The digits of a script follow one another from zero to nine, and those of two scripts may be neighbours. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}
