import { Field, Fields } from '../../fields/field.js';
import { flag, object, text, timestamp, uuid } from '../../fields/kinds.js';
import { AnyQuery, PageOf, PageQuery } from '../../http/page.js';
import { plainText } from '../../http/plain-text.js';
import { queryFlag } from '../../http/query-flag.js';
import { resourceId } from '../../http/resource-id.js';
import type { SignInRecord } from './sign-in.js';

const clientId = plainText(256);
const CLIENT = { optional: true, description: 'Only sign-ins to this application.' } as const;

export class GrantListQuery extends PageQuery {
  @Field(resourceId, {
    optional: true,
    description: "Admins: this user's. Without it: the caller's own, or for admins who give `client_id` everyone's.",
  })
  user_id?: string;

  @Field(clientId, CLIENT) client_id?: string;
}

export class GrantEndingQuery extends AnyQuery {
  @Field(resourceId, { optional: true, description: "Admins: this user's. Without it: the caller's own." })
  user_id?: string;
  @Field(clientId, CLIENT) client_id?: string;

  @Field(queryFlag, { description: 'Whether the sign-in that makes this call ends too.' })
  include_current = false;
}

class GrantApplication {
  @Field(text()) client_id!: string;
  @Field(text()) name!: string;
  @Field(flag, { description: 'One of the documented sign-in faces.' }) built_in!: boolean;
}

@Fields({ description: 'A live sign-in to an application.' })
export class GrantResource {
  @Field(uuid, { description: 'Also the `sid` of its access tokens.' }) id!: string;
  @Field(uuid) user_id!: string;
  @Field(flag, { description: 'Whether this call was made with it.' }) current!: boolean;
  @Field(object(GrantApplication)) application!: GrantApplication;
  @Field(text(), { description: 'Space separated.', example: 'openid read_items' }) scope!: string;
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true, description: 'When it was last refreshed.' }) last_used_at!: string | null;
  @Field(text(), { nullable: true, description: 'Where it began.', example: '203.0.113.7' }) ip!: string | null;
  @Field(text(), { nullable: true, description: 'Where it was last refreshed from.' }) last_ip!: string | null;
  @Field(text(), { nullable: true }) user_agent!: string | null;
  @Field(timestamp) expires_at!: string;
}

export class GrantPage extends PageOf(GrantResource) {}

export function presentGrant(grant: SignInRecord, current: string | null): GrantResource {
  return {
    id: grant.id,
    user_id: grant.userId,
    current: grant.id === current,
    application: {
      client_id: grant.application.clientId,
      name: grant.application.name,
      built_in: grant.application.builtIn,
    },
    scope: grant.scope,
    created_at: grant.createdAt.toISOString(),
    last_used_at: grant.rotatedAt?.toISOString() ?? null,
    ip: grant.ip,
    last_ip: grant.lastIp,
    user_agent: grant.userAgent,
    expires_at: grant.expiresAt.toISOString(),
  };
}
