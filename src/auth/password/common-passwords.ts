let list: Promise<ReadonlySet<string>> | undefined;

/** Whether a password stands on the list of common ones, compared exactly. The list is read at the first question. */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return (await list).has(password);
}
