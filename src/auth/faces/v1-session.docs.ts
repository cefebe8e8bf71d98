import { Field } from '../../fields/field.js';
import { list, object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
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

const BY_COOKIE =
  'In a browser whose `login` was answered with `mfa_required`: a sealed cookie says whose password was right.';

class SecondStepBody {
  @Field(otp, { description: 'A code of the authenticator app, or a recovery code.' }) otp!: string;

  @Field(oneOf(['on']), {
    optional: true,
    description:
      'Trusts this browser for 30 days: the right password signs in without a code, and counts as one factor. Not with a recovery code.',
  })
  trust_browser?: 'on';
}

class HeldFactors {
  @Field(list(text()), { description: 'Of the account: `otp`, an authenticator app; `passkey`.', example: ['otp'] })
  second_factors!: string[];
}

class FirstCodeBody {
  @Field(text(), { description: 'As the set-up began with.' }) ticket!: string;
  @Field(text(), { description: 'The first code that the app shows.' }) code!: string;
}

class BegunSetUp {
  @Field(text()) ticket!: string;
  @Field(text(), { description: 'Base32, for apps without a camera.' }) secret!: string;
  @Field(text(), { description: '`otpauth://totp/…`, as apps read it.' }) uri!: string;
  @Field(text(), { description: 'The same as a QR code: an SVG element.' }) qr_code!: string;
  @Field(timestamp) expires_at!: string;
}

class SetUpSession extends BegunSession {
  @Field(list(text()), { description: 'Shown this once; each signs in once in place of a code.' })
  recovery_codes!: string[];
}

export const SECOND_FACTORS: Description = {
  face: FACE,
  summary: 'Read what completes the sign-in',
  description: BY_COOKIE,
  answer: HeldFactors,
};

export const SECOND_STEP: Description = {
  face: FACE,
  summary: 'Complete the sign-in with a code',
  description: BY_COOKIE,
  as: ['json'],
  body: SecondStepBody,
  answer: BegunSession,
};

export const BEGIN_SET_UP: Description = {
  face: FACE,
  summary: 'Begin to set up the second factor that the account must have',
  description: BY_COOKIE,
  as: ['json'],
  body: Nothing,
  bodyOptional: true,
  answer: BegunSetUp,
};

export const FINISH_SET_UP: Description = {
  face: FACE,
  summary: 'Set it up with the first code, and complete the sign-in',
  description: BY_COOKIE,
  as: ['json'],
  body: FirstCodeBody,
  answer: SetUpSession,
};
