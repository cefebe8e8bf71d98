/**
 * An e-mail address or a user name as accounts are found by it, of what a person typed or pasted: in one form of Unicode,
 * without the marks that no one sees.
 */
export function accountName(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
}
