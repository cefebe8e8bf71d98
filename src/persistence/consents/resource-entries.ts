/**
 * What a consent allows at an API stands in the row as `<resource> <scope>` for each scope, and `<resource> ` for being
 * allowed to sign the person in there at all.
 */
export function entriesOf(resource: string, scopes: readonly string[]): string[] {
  return ['', ...scopes].map((scope) => `${resource} ${scope}`);
}

/** The scopes by resource. No scope holds a space (RFC 6749 section 3.3). */
export function readEntries(entries: readonly string[]): Map<string, Set<string>> {
  const scopes = new Map<string, Set<string>>();
  for (const entry of entries) {
    const space = entry.lastIndexOf(' ');
    const [resource, scope] = [entry.slice(0, space), entry.slice(space + 1)];
    const known = scopes.get(resource) ?? new Set();
    scopes.set(resource, scope === '' ? known : known.add(scope));
  }
  return scopes;
}
