import { Field } from '../../fields/field.js';
import { flag, text, timestamp } from '../../fields/kinds.js';
import { PageOf } from '../../http/page.js';
import { newScopeName } from '../../http/scope-names.js';
import { displayedName } from '../../protocol/displayed-text.js';
import type { ScopeRecord } from './scope.js';

const description = {
  description: 'What it allows, as the consent page says it.',
  example: 'Read items',
} as const;
const adminOnly = { description: "Whether only an admin's credential may carry it." } as const;

export class NewScopeBody {
  @Field(newScopeName) name!: string;
  @Field(displayedName(200), description) description!: string;
  @Field(flag, adminOnly) admin_only = false;
}

export class ScopeChangeBody {
  @Field(displayedName(200), { ...description, optional: true }) description?: string;
  @Field(flag, { ...adminOnly, optional: true }) admin_only?: boolean;
}

export class ScopeResource {
  @Field(text()) name!: string;
  @Field(text()) description!: string;
  @Field(flag) admin_only!: boolean;
  @Field(flag, { description: 'Shipped with the server: it cannot be deleted.' }) built_in!: boolean;
  @Field(timestamp) created_at!: string;
}

export class ScopePage extends PageOf(ScopeResource) {}

export function presentScope(scope: ScopeRecord): ScopeResource {
  return {
    name: scope.name,
    description: scope.description,
    admin_only: scope.adminOnly,
    built_in: scope.builtIn,
    created_at: scope.createdAt.toISOString(),
  };
}
