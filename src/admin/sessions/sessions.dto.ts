import { Field, Fields } from '../../fields/field.js';
import { flag, list, text, timestamp, uuid } from '../../fields/kinds.js';
import { AnyQuery, PageOf, PageQuery } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { resourceId } from '../../http/resource-id.js';
import type { SessionRecord } from './session.js';

const USER = { optional: true, description: "Admins: this user's. Without it: the caller's own." } as const;

export class SessionListQuery extends PageQuery {
  @Field(resourceId, USER) user_id?: string;
}

export class SessionEndingQuery extends AnyQuery {
  @Field(resourceId, USER) user_id?: string;

  @Field(queryFlag, { description: 'Whether the session that makes this call ends too.' })
  include_current = false;
}

@Fields({ description: 'A live browser session.' })
export class SessionResource {
  @Field(uuid) id!: string;
  @Field(uuid) user_id!: string;
  @Field(flag, { description: 'Whether this call was made with it.' }) current!: boolean;
  @Field(list(text()), { description: 'RFC 8176', example: ['pwd'] }) authentication_methods!: string[];
  @Field(text(), { nullable: true, example: '203.0.113.7' }) ip!: string | null;
  @Field(text(), { nullable: true }) user_agent!: string | null;
  @Field(timestamp) authenticated_at!: string;
  @Field(timestamp) created_at!: string;
  @Field(timestamp) expires_at!: string;
}

export class SessionPage extends PageOf(SessionResource) {}

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
