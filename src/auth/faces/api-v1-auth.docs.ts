import { Field, Fields } from '../../fields/field.js';
import { integer, oneOf, text } from '../../fields/kinds.js';
import type { Description } from '../../http/described.js';
import { otp, OTP_FIELD } from './otp.docs.js';

const FACE = '/api/v1/auth';

class PasswordForm {
  @Field(text(), { description: 'User name or e-mail address.' }) username!: string;
  @Field(text({ format: 'password' })) password!: string;
  @Field(otp, OTP_FIELD) otp?: string;
}

class RefreshForm {
  @Field(text()) refresh_token!: string;
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
