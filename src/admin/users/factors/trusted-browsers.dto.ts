import { Field, Fields } from '../../../fields/field.js';
import { flag, list, object, text, timestamp, uuid } from '../../../fields/kinds.js';
import type { TrustedBrowser } from '../../../auth/trusted-browsers/trusted-browsers.js';

@Fields({ description: 'A browser in which the password alone signs in.' })
class TrustedBrowserResource {
  @Field(uuid) id!: string;
  @Field(flag, { description: 'Whether this call was made by it.' }) current!: boolean;
  @Field(text(), { nullable: true, example: '203.0.113.7' }) ip!: string | null;

  @Field(text(), { nullable: true, description: 'The address of the last sign-in by the trust.' })
  last_ip!: string | null;

  @Field(text(), { nullable: true }) user_agent!: string | null;
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true }) last_used_at!: string | null;
  @Field(timestamp) expires_at!: string;
}

export class TrustedBrowsersResource {
  @Field(list(object(TrustedBrowserResource)), { description: 'The newest first; at most twenty.' })
  data!: TrustedBrowserResource[];

  @Field(text(), { nullable: true, description: 'Null: there is one page.' }) next_cursor!: string | null;
}

export function presentTrusted(browser: TrustedBrowser): TrustedBrowserResource {
  return {
    id: browser.id,
    current: browser.isPresent,
    ip: browser.ip,
    last_ip: browser.lastIp,
    user_agent: browser.userAgent,
    created_at: browser.createdAt.toISOString(),
    last_used_at: browser.lastUsedAt?.toISOString() ?? null,
    expires_at: browser.expiresAt.toISOString(),
  };
}
