import { Field, Fields } from '../../fields/field.js';
import { integer, oneOf, text } from '../../fields/kinds.js';
import type { Description } from '../../http/described.js';
import { SENT_EMPTY } from './oauth-parameters.docs.js';
import { otp, OTP_FIELD } from './otp.docs.js';

class LoginForm {
  @Field(text(), { description: 'E-mail address or user name.' }) username!: string;
  @Field(text({ format: 'password' })) password!: string;
  @Field(otp, OTP_FIELD) otp?: string;
  @Field(oneOf(['password']), { optional: true }) grant_type?: 'password';
  @Field(text(), { optional: true }) scope?: string;
  @Field(oneOf(['']), SENT_EMPTY) client_id?: '';
  @Field(oneOf(['']), SENT_EMPTY) client_secret?: '';
}

@Fields({ name: 'AccessToken' })
class BareAccessToken {
  @Field(text()) access_token!: string;
  @Field(oneOf(['bearer'])) token_type!: 'bearer';
  @Field(integer(), { description: 'Seconds.' }) expires_in!: number;
}

export const LOGIN: Description = {
  face: '/api/v1/login',
  summary: 'Sign in for an access token alone',
  as: ['form'],
  body: LoginForm,
  answer: BareAccessToken,
};
