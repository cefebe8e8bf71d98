import { PERSONAL_SCOPES } from './claims.js';
import { MAX_SCOPES } from './scope.js';

/** Characters: proxies and this server limit the length of a header, which carries tokens. */
export const MAX_NAMED = 2048;

/** Those of the scopes that one request may name and one token carries: those of signing in before any other that fits. */
export function fittingScopes(scopes: readonly string[]): string[] {
  const isPersonal = (scope: string) => PERSONAL_SCOPES.includes(scope);
  const named = new Set<string>();
  let size = 0;
  for (const scope of [...scopes.filter(isPersonal), ...scopes.filter((scope) => !isPersonal(scope))]) {
    if (named.size === MAX_SCOPES) break;
    if (size + scope.length + 1 > MAX_NAMED) continue;
    size += scope.length + 1;
    named.add(scope);
  }
  return scopes.filter((scope) => named.has(scope));
}
