import { Field } from '../../fields/field.js';
import { object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
import { type Description, Nothing } from '../../http/described.js';
import { otp, OTP_FIELD } from './otp.docs.js';

const FACE = '/v1/session';
const ROLES = ['admin', 'member'] as const;

class SessionCredentials {
  @Field(text()) email!: string;
  @Field(text({ format: 'password' })) password!: string;
  @Field(otp, OTP_FIELD) otp?: string;
}

class SignedInUser {
  @Field(uuid) id!: string;
  @Field(text()) email!: string;
  @Field(text(), { nullable: true }) name!: string | null;
  @Field(oneOf(ROLES)) role!: (typeof ROLES)[number];
}

class BegunSession {
  @Field(object(SignedInUser)) user!: SignedInUser;
  @Field(timestamp) expires_at!: string;
}

export const LOGIN: Description = {
  face: FACE,
  summary: 'Sign in and set the session cookie',
  description: 'The cookie is HttpOnly; it then authenticates `/api/v1/*` and `/v1/*`.',
  as: ['json'],
  body: SessionCredentials,
  answer: BegunSession,
};

export const LOGOUT: Description = {
  face: FACE,
  summary: 'End the session on the server',
  description: 'A session already over is a success too.',
  as: ['json'],
  body: Nothing,
  bodyOptional: true,
  answer: Nothing,
  security: ['session', 'none'],
};
