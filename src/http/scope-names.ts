import { z } from 'zod';
import { isScopeToken } from '../protocol/scope.js';

const MAX_SCOPES = 100;

/** The name of one scope (RFC 6749 section 3.3). */
export const scopeName = z
  .string('must be a string')
  .refine(isScopeToken, 'must be 1 to 100 printable characters without spaces, quotes and backslashes')
  .meta({ examples: ['read_items'] });

/** Scopes, each once. */
export const scopeNames = z
  .array(scopeName, 'must be a list of scopes')
  .max(MAX_SCOPES, `must name at most ${String(MAX_SCOPES)} scopes`)
  .transform((names) => [...new Set(names)]);

/** As `scopeNames`, at least one. */
export const someScopeNames = scopeNames.refine((names) => names.length > 0, 'must name at least one scope');
