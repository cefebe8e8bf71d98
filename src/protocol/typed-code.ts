/**
 * A code that a person typed or pasted, without what keyboards, apps and text around it add: full-width digits, spaces,
 * dashes of all kinds, the minus sign and the Japanese long vowel mark among them, and marks that no one sees.
 */
export function typedCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212\u30fc]/gu, '');
}
