import { Field } from '../../fields/field.js';
import { list, text, timestamp, uuid } from '../../fields/kinds.js';
import { PageOf, PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { scopeNames } from '../../http/scope-names.js';
import { displayedName } from '../../protocol/displayed-text.js';
import type { ResourceRecord } from './resource.js';

const identifier = text({ max: 2048 });
const IDENTIFIER = {
  description: 'The absolute URI that clients send as `resource` and tokens name as their audience (RFC 8707).',
  example: 'https://api.example.com',
} as const;
const NAME = { example: 'Billing API' } as const;
const SCOPES = { description: 'The scopes it understands.', example: ['read_items'] } as const;
const APPLICATION = {
  nullable: true,
  description: "The application that is this API, and may exchange tokens for it (RFC 8693); null: any of its owner's.",
} as const;

export class NewResourceBody {
  @Field(identifier, IDENTIFIER) identifier!: string;
  @Field(displayedName(100), NAME) name!: string;
  @Field(scopeNames, SCOPES) scopes: string[] = [];
  @Field(resourceId, APPLICATION) application_id: string | null = null;
}

export class ResourceChangeBody {
  @Field(identifier, { ...IDENTIFIER, optional: true }) identifier?: string;
  @Field(displayedName(100), { ...NAME, optional: true }) name?: string;
  @Field(scopeNames, { ...SCOPES, optional: true }) scopes?: string[];
  @Field(resourceId, { ...APPLICATION, optional: true }) application_id?: string | null;
}

export class ResourceListQuery extends PageQuery {
  @Field(resourceId, { optional: true, description: 'Only the resources of this user.' }) user_id?: string;
}

export class ProtectedResource {
  @Field(uuid) id!: string;
  @Field(text()) identifier!: string;
  @Field(text()) name!: string;
  @Field(list(text())) scopes!: string[];
  @Field(uuid, { nullable: true }) owner_id!: string | null;
  @Field(uuid, { nullable: true }) application_id!: string | null;
  @Field(timestamp) created_at!: string;
  @Field(timestamp) updated_at!: string;
}

export class ResourcePage extends PageOf(ProtectedResource) {}

export function presentResource(resource: ResourceRecord): ProtectedResource {
  return {
    id: resource.id,
    identifier: resource.identifier,
    name: resource.name,
    scopes: resource.scopes,
    owner_id: resource.ownerId,
    application_id: resource.applicationId,
    created_at: resource.createdAt.toISOString(),
    updated_at: resource.updatedAt.toISOString(),
  };
}
