import { described, rule } from '../fields/kind.js';
import { list, type ListRules, ruledText } from '../fields/kinds.js';
import { isScopeToken, MAX_SCOPES } from '../protocol/scope.js';

const RULES: ListRules = {
  message: 'must be a list of scopes',
  max: [MAX_SCOPES, `must name at most ${String(MAX_SCOPES)} scopes`],
  distinct: true,
};

/** The name of one scope (RFC 6749 section 3.3). */
export const scopeName = described(
  ruledText((text) =>
    isScopeToken(text) ? undefined : 'must be 1 to 100 printable characters without spaces, quotes and backslashes',
  ),
  { example: 'read_items' },
);

/** Of a scope to be. A segment of dots alone is taken out of a path by its sender (RFC 3986 §5.2.4), so it names none. */
export const newScopeName = described(
  ruledText((text) =>
    isScopeToken(text) && text !== '.' && text !== '..'
      ? undefined
      : 'must be 1 to 100 printable characters without spaces, quotes and backslashes, and not . or ..',
  ),
  { example: 'read_items' },
);

/** Scopes, each once. */
export const scopeNames = list(scopeName, RULES);

/** As `scopeNames`, at least one. */
export const someScopeNames = {
  ...scopeNames,
  checks: () => [
    ...scopeNames.checks({}),
    rule((names: unknown[]) => (names.length > 0 ? undefined : 'must name at least one scope'), {}),
  ],
};
