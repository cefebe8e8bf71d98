import { Field, Fields, joining } from '../fields/field.js';
import { flag, integer, text } from '../fields/kinds.js';
import type { Description } from '../http/described.js';
import { Profile } from '../protocol/profile.js';

const OPTIONAL = { optional: true } as const;

class AccountClaims {
  @Field(text()) sub!: string;
  @Field(text(), OPTIONAL) name?: string;
  @Field(text(), OPTIONAL) preferred_username?: string;
  @Field(integer(), OPTIONAL) updated_at?: number;
  @Field(text(), OPTIONAL) email?: string;
  @Field(flag, OPTIONAL) email_verified?: boolean;
}

@Fields({ name: 'UserInfo' })
class UserInfo extends joining(AccountClaims, Profile) {}

export const USERINFO: Description = {
  face: '/oauth',
  summary: 'UserInfo endpoint (OpenID Connect Core)',
  description: 'Needs the scope `openid`. May be posted to, too. A signed answer, where registered, is a JWT.',
  answer: UserInfo,
  security: ['bearer'],
};
