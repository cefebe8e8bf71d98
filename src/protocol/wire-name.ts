/** The name of a field as the API spells it: `redirectUris` is `redirect_uris`. */
export function wireName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
