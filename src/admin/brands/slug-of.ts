const MAX_SLUG = 50;

/** A slug for a name: `Crème & Co.` becomes `creme-co`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-|-$/g, '');
  return plain === '' ? 'brand' : plain;
}
