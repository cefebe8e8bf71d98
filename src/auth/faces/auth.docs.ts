import { Field, Fields } from '../../fields/field.js';
import { integer, object, text, truth } from '../../fields/kinds.js';
import { type Description, Nothing } from '../../http/described.js';
import { otp, OTP_FIELD } from './otp.docs.js';

const FACE = '/auth';
const TIME = { example: '2024-01-15T10:30:00Z' } as const;

class Credentials {
  @Field(text(), { description: 'User name or e-mail address.' }) username!: string;
  @Field(text({ format: 'password' })) password!: string;
  @Field(otp, OTP_FIELD) otp?: string;
}

class RefreshRequest {
  @Field(text()) refresh_token!: string;
}

class RevocationRequest {
  @Field(text(), { optional: true }) token?: string;
  @Field(text(), { optional: true }) refresh_token?: string;
}

class NumberedTokenPair {
  @Field(text()) access_token!: string;
  @Field(text()) refresh_token!: string;
  @Field(text(), TIME) access_expires_at!: string;
  @Field(text(), TIME) refresh_expires_at!: string;
  @Field(integer(), { description: 'The number of the account.' }) client_id!: number;
}

@Fields({ name: 'EnvelopedTokenPair' })
class EnvelopedTokenPair {
  @Field(truth) success!: true;
  @Field(object(NumberedTokenPair)) data!: NumberedTokenPair;
}

class EnvelopedNothing {
  @Field(truth) success!: true;
  @Field(object(Nothing)) data!: Nothing;
}

export const LOGIN: Description = {
  face: FACE,
  summary: 'Sign in with user name and password',
  as: ['json'],
  body: Credentials,
  answer: EnvelopedTokenPair,
};

export const REFRESH: Description = {
  face: FACE,
  summary: 'Trade a refresh token for a new pair',
  as: ['json'],
  body: RefreshRequest,
  answer: EnvelopedTokenPair,
};

export const REVOKE: Description = {
  face: FACE,
  summary: 'End a sign-in',
  description:
    'By one of its tokens, of either kind, or by the access token of the Authorization header. A token already dead is a success too.',
  as: ['json'],
  body: RevocationRequest,
  bodyOptional: true,
  answer: EnvelopedNothing,
  security: ['bearer', 'none'],
};
