import { z } from 'zod';
import { scopeName } from '../../http/scope-names.js';
import { displayedName } from '../../protocol/displayed-text.js';
import type { ScopeRecord } from './scope.js';

const description = displayedName(200).meta({
  description: 'What it allows, as the consent page says it.',
  examples: ['Read items'],
});

const adminOnly = z
  .boolean('must be true or false')
  .meta({ description: "Whether only an admin's credential may carry it." });

export const newScopeBody = z.strictObject({
  name: scopeName,
  description,
  admin_only: adminOnly.default(false),
});

export const scopeChangeBody = z.strictObject({ description, admin_only: adminOnly }).partial();

export const scopeResource = z.object({
  name: z.string(),
  description: z.string(),
  admin_only: z.boolean(),
  built_in: z.boolean().meta({ description: 'Shipped with the server: it cannot be deleted.' }),
  created_at: z.iso.datetime(),
});

export const scopePage = z.object({ data: z.array(scopeResource), next_cursor: z.string().nullable() });

export type NewScopeBody = z.infer<typeof newScopeBody>;
export type ScopeChangeBody = z.infer<typeof scopeChangeBody>;
export type ScopeResource = z.infer<typeof scopeResource>;

export function presentScope(scope: ScopeRecord): ScopeResource {
  return {
    name: scope.name,
    description: scope.description,
    admin_only: scope.adminOnly,
    built_in: scope.builtIn,
    created_at: scope.createdAt.toISOString(),
  };
}
