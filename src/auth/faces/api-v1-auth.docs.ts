import { Field, Fields } from '../../fields/field.js';
import { integer, oneOf, text } from '../../fields/kinds.js';
import type { Description } from '../../http/described.js';
import { SENT_EMPTY } from './oauth-parameters.docs.js';
import { otp, OTP_FIELD } from './otp.docs.js';

const FACE = '/api/v1/auth';

class PasswordForm {
  @Field(text(), { description: 'User name or e-mail address.' }) username!: string;
  @Field(text({ format: 'password' })) password!: string;
  @Field(otp, OTP_FIELD) otp?: string;
  @Field(oneOf(['password']), { optional: true }) grant_type?: 'password';
  @Field(oneOf(['']), SENT_EMPTY) scope?: '';
  @Field(oneOf(['']), SENT_EMPTY) client_id?: '';
  @Field(oneOf(['']), SENT_EMPTY) client_secret?: '';
}

class RefreshForm {
  @Field(text()) refresh_token!: string;
  @Field(oneOf(['refresh_token']), { optional: true }) grant_type?: 'refresh_token';
  @Field(oneOf(['']), SENT_EMPTY) scope?: '';
  @Field(oneOf(['']), SENT_EMPTY) client_id?: '';
  @Field(oneOf(['']), SENT_EMPTY) client_secret?: '';
}

@Fields({ name: 'TokenPairWithIdToken' })
class TokenPairWithIdToken {
  @Field(text()) access_token!: string;
  @Field(text()) refresh_token!: string;
  @Field(text()) id_token!: string;
  @Field(oneOf(['bearer'])) token_type!: 'bearer';
  @Field(integer(), { description: 'Seconds.' }) expires_in!: number;
}

export const PASSWORD: Description = {
  face: FACE,
  summary: 'Sign in with user name and password; with an id_token',
  as: ['form'],
  body: PasswordForm,
  answer: TokenPairWithIdToken,
};

export const REFRESH: Description = {
  face: FACE,
  summary: 'Trade a refresh token for new tokens',
  as: ['form'],
  body: RefreshForm,
  answer: TokenPairWithIdToken,
};
