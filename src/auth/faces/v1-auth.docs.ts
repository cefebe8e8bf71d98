import { Field, Fields } from '../../fields/field.js';
import { integer, oneOf, text } from '../../fields/kinds.js';
import type { Description } from '../../http/described.js';
import { otp, OTP_FIELD } from './otp.docs.js';

const FACE = '/v1/auth';

class EmailCredentials {
  @Field(text()) email!: string;
  @Field(text({ format: 'password' })) password!: string;
  @Field(otp, OTP_FIELD) otp?: string;
}

class V1RefreshRequest {
  @Field(text()) refresh_token!: string;
}

@Fields({ name: 'TokenPair' })
class TokenPair {
  @Field(text()) access_token!: string;
  @Field(text()) refresh_token!: string;
  @Field(oneOf(['Bearer'])) token_type!: 'Bearer';
  @Field(integer(), { description: 'Seconds.' }) expires_in!: number;
}

export const LOGIN: Description = {
  face: FACE,
  summary: 'Sign in with e-mail address and password',
  as: ['json'],
  body: EmailCredentials,
  answer: TokenPair,
};

export const REFRESH: Description = {
  face: FACE,
  summary: 'Trade a refresh token for a new pair',
  description: 'A used token may be shown again until its successor has been used.',
  as: ['json'],
  body: V1RefreshRequest,
  answer: TokenPair,
};
