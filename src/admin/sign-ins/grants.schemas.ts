import { z } from 'zod';
import { apiKeyParameter, pageQuery } from '../../http/page.js';
import { plainText } from '../../http/plain-text.js';
import { queryFlag } from '../../http/query-flag.js';
import { resourceId } from '../../http/resource-id.js';
import type { SignInRecord } from './sign-in.js';

const userId = resourceId.optional();
const clientId = plainText(256).min(1, 'must not be empty').optional();

export const grantListQuery = pageQuery.extend({
  user_id: userId.meta({
    description: "Admins: this user's. Without it: the caller's own, or for admins who give `client_id` everyone's.",
  }),
  client_id: clientId.meta({ description: 'Only sign-ins to this application.' }),
});

export const grantEndingQuery = z.strictObject({
  user_id: userId.meta({ description: "Admins: this user's. Without it: the caller's own." }),
  client_id: clientId.meta({ description: 'Only sign-ins to this application.' }),
  include_current: queryFlag('Whether the sign-in that makes this call ends too.'),
  api_key: apiKeyParameter,
});

export const grantResource = z
  .object({
    id: z.uuid().meta({ description: 'Also the `sid` of its access tokens.' }),
    user_id: z.uuid(),
    current: z.boolean().meta({ description: 'Whether this call was made with it.' }),
    application: z.object({ client_id: z.string(), name: z.string() }),
    scope: z.string().meta({ description: 'Space separated.', examples: ['openid read_items'] }),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable().meta({ description: 'When it was last refreshed.' }),
    ip: z
      .string()
      .nullable()
      .meta({ description: 'Where it began.', examples: ['203.0.113.7'] }),
    last_ip: z.string().nullable().meta({ description: 'Where it was last refreshed from.' }),
    user_agent: z.string().nullable(),
    expires_at: z.iso.datetime(),
  })
  .meta({ description: 'A live sign-in to an application.' });

export const grantPage = z.object({ data: z.array(grantResource), next_cursor: z.string().nullable() });

export type GrantListQuery = z.infer<typeof grantListQuery>;
export type GrantEndingQuery = z.infer<typeof grantEndingQuery>;
export type GrantResource = z.infer<typeof grantResource>;

export function presentGrant(grant: SignInRecord, current: string | null): GrantResource {
  return {
    id: grant.id,
    user_id: grant.userId,
    current: grant.id === current,
    application: { client_id: grant.application.clientId, name: grant.application.name },
    scope: grant.scope,
    created_at: grant.createdAt.toISOString(),
    last_used_at: grant.rotatedAt?.toISOString() ?? null,
    ip: grant.ip,
    last_ip: grant.lastIp,
    user_agent: grant.userAgent,
    expires_at: grant.expiresAt.toISOString(),
  };
}
