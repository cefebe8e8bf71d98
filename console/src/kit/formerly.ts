/** The former address that has the text in it; undefined: none has. */
export function formerlyOf(addresses: readonly string[], text: string): string | undefined {
  return addresses.find((address) => address.includes(text.toLowerCase()));
}
