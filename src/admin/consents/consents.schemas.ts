import { z } from 'zod';
import { apiKeyParameter, pageQuery } from '../../http/page.js';
import { plainText } from '../../http/plain-text.js';
import { resourceId } from '../../http/resource-id.js';
import type { ConsentRecord } from './consent.js';

const MAX_CLIENT_ID = 256;

const userId = resourceId.optional();

export const clientId = plainText(MAX_CLIENT_ID).min(1, 'must not be empty').meta({ description: 'The `client_id`.' });

export const consentListQuery = pageQuery.extend({
  user_id: userId.meta({ description: "Admins: this user's. Without it: the caller's own." }),
  client_id: clientId.optional().meta({
    description: "For its owner and admins: everyone's to this application. For others: their own.",
  }),
});

export const consentEndingQuery = z.strictObject({
  user_id: userId.meta({ description: "Admins: this user's. Without it: the caller's own." }),
  api_key: apiKeyParameter,
});

export const consentResource = z
  .object({
    user: z.object({
      sub: z.string().meta({ description: 'What the application calls the person: the `sub` of its tokens.' }),
      id: z.uuid().nullable().meta({ description: "Null for the application's owner, where the `sub` is pairwise." }),
      name: z
        .string()
        .nullable()
        .meta({ description: "For the application's owner only where the scope `profile` was allowed." }),
    }),
    application: z.object({ client_id: z.string(), name: z.string() }),
    scopes: z.array(z.string()).meta({ description: 'Everything allowed, at this server or elsewhere.' }),
    resources: z
      .array(z.object({ resource: z.string(), scopes: z.array(z.string()) }))
      .meta({ description: 'What of it is for other APIs, by their resource indicators (RFC 8707).' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime().meta({ description: 'When something was last added to it.' }),
  })
  .meta({ description: 'What a person has allowed an application.' });

export const consentPage = z.object({ data: z.array(consentResource), next_cursor: z.string().nullable() });

export type ConsentListQuery = z.infer<typeof consentListQuery>;
export type ConsentEndingQuery = z.infer<typeof consentEndingQuery>;
export type ConsentResource = z.infer<typeof consentResource>;

export function presentConsent(
  { application, scopes, resources, createdAt, updatedAt }: ConsentRecord,
  user: ConsentResource['user'],
): ConsentResource {
  return {
    user,
    application: { client_id: application.clientId, name: application.name },
    scopes,
    resources,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
