import { z } from 'zod';
import { apiKeyParameter, pageQuery } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { resourceId } from '../../http/resource-id.js';
import type { SessionRecord } from './session.js';

const userId = resourceId.optional().meta({ description: "Admins: this user's. Without it: the caller's own." });

export const sessionListQuery = pageQuery.extend({ user_id: userId });

export const sessionEndingQuery = z.strictObject({
  user_id: userId,
  include_current: queryFlag('Whether the session that makes this call ends too.'),
  api_key: apiKeyParameter,
});

export const sessionResource = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    current: z.boolean().meta({ description: 'Whether this call was made with it.' }),
    authentication_methods: z.array(z.string()).meta({ description: 'RFC 8176', examples: [['pwd']] }),
    ip: z
      .string()
      .nullable()
      .meta({ examples: ['203.0.113.7'] }),
    user_agent: z.string().nullable(),
    authenticated_at: z.iso.datetime(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ description: 'A live browser session.' });

export const sessionPage = z.object({ data: z.array(sessionResource), next_cursor: z.string().nullable() });

export type SessionListQuery = z.infer<typeof sessionListQuery>;
export type SessionEndingQuery = z.infer<typeof sessionEndingQuery>;
export type SessionResource = z.infer<typeof sessionResource>;

export function presentSession(session: SessionRecord, current: string | undefined): SessionResource {
  return {
    id: session.id,
    user_id: session.userId,
    current: session.id === current,
    authentication_methods: [...session.amr],
    ip: session.ip,
    user_agent: session.userAgent,
    authenticated_at: session.authenticatedAt.toISOString(),
    created_at: session.createdAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  };
}
