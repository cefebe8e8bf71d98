import { z } from 'zod';
import { pageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { scopeNames } from '../../http/scope-names.js';
import { displayedName } from '../../protocol/displayed-text.js';
import type { ResourceRecord } from './resource.js';

const settings = {
  identifier: z
    .string('must be a string')
    .max(2048, 'must have at most 2048 characters')
    .meta({
      description: 'The absolute URI that clients send as `resource` and tokens name as their audience (RFC 8707).',
      examples: ['https://api.example.com'],
    }),
  name: displayedName(100).meta({ examples: ['Billing API'] }),
  scopes: scopeNames.meta({ description: 'The scopes it understands.', examples: [['read_items']] }),
  application_id: resourceId.nullable().meta({
    description:
      "The application that is this API, and may exchange tokens for it (RFC 8693); null: any of its owner's.",
  }),
};

export const newResourceBody = z.strictObject({
  ...settings,
  scopes: settings.scopes.default([]),
  application_id: settings.application_id.default(null),
});

export const resourceChangeBody = z.strictObject(settings).partial();

export const resourceListQuery = pageQuery.extend({
  user_id: resourceId.optional().meta({ description: 'Only the resources of this user.' }),
});

export const protectedResource = z.object({
  id: z.uuid(),
  identifier: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  owner_id: z.uuid().nullable(),
  application_id: z.uuid().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const resourcePage = z.object({ data: z.array(protectedResource), next_cursor: z.string().nullable() });

export type NewResourceBody = z.infer<typeof newResourceBody>;
export type ResourceChangeBody = z.infer<typeof resourceChangeBody>;
export type ResourceListQuery = z.infer<typeof resourceListQuery>;
export type ProtectedResource = z.infer<typeof protectedResource>;

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
