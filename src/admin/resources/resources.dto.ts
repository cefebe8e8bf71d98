import type { Caller } from '../../access/caller.js';
import { MADE_BY_AND_KEPT, MadeByResource, presentMaker } from '../../access/made-by.js';
import { Field } from '../../fields/field.js';
import { list, object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
import { PageOf, PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { scopeNames } from '../../http/scope-names.js';
import { displayedName } from '../../protocol/displayed-text.js';
import { ACCESS_TOKEN_TYPES, type AccessTokenType } from '../../protocol/client-metadata.js';
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
const TOKEN_TYPE = {
  nullable: true,
  description:
    'The `typ` of the access tokens for it: `JWT` if it refuses `at+jwt` of RFC 9068; null: as the application says, whose ' +
    'default is `at+jwt`. Of several resources in one token, one that says `JWT` decides.',
} as const;

export class NewResourceBody {
  @Field(identifier, IDENTIFIER) identifier!: string;
  @Field(displayedName(100), NAME) name!: string;
  @Field(scopeNames, SCOPES) scopes: string[] = [];
  @Field(resourceId, APPLICATION) application_id: string | null = null;
  @Field(oneOf(ACCESS_TOKEN_TYPES), TOKEN_TYPE) access_token_typ: AccessTokenType | null = null;
}

export class ResourceChangeBody {
  @Field(identifier, { ...IDENTIFIER, optional: true }) identifier?: string;
  @Field(displayedName(100), { ...NAME, optional: true }) name?: string;
  @Field(scopeNames, { ...SCOPES, optional: true }) scopes?: string[];
  @Field(resourceId, { ...APPLICATION, optional: true }) application_id?: string | null;
  @Field(oneOf(ACCESS_TOKEN_TYPES), { ...TOKEN_TYPE, optional: true }) access_token_typ?: AccessTokenType | null;
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
  @Field(oneOf(ACCESS_TOKEN_TYPES), { nullable: true }) access_token_typ!: AccessTokenType | null;
  @Field(object(MadeByResource), MADE_BY_AND_KEPT) made_by!: MadeByResource | null;
  @Field(timestamp) created_at!: string;
  @Field(timestamp) updated_at!: string;
}

export class ResourcePage extends PageOf(ProtectedResource) {}

export function presentResource(resource: ResourceRecord, caller: Caller): ProtectedResource {
  return {
    id: resource.id,
    identifier: resource.identifier,
    name: resource.name,
    scopes: resource.scopes,
    owner_id: resource.ownerId,
    application_id: resource.applicationId,
    access_token_typ: resource.accessTokenTyp,
    made_by: presentMaker(caller, resource),
    created_at: resource.createdAt.toISOString(),
    updated_at: resource.updatedAt.toISOString(),
  };
}
