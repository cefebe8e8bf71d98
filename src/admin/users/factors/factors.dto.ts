import { Field } from '../../../fields/field.js';
import { flag, integer, list, object, text, timestamp } from '../../../fields/kinds.js';
import { MAX_OTP, MAX_PASSWORD } from '../../../auth/password/login-and-password.js';
import { AssertionBody, PASSKEY_PROOF, PasskeyResource } from './passkeys.dto.js';

/** A fresh proof: the password, and a code once there is a second factor; or a passkey. */
export class FreshProofBody {
  @Field(text({ max: MAX_PASSWORD, format: 'password' }), {
    optional: true,
    description: 'The present one. Required without `passkey`.',
  })
  current_password?: string;

  @Field(text({ max: MAX_OTP }), {
    optional: true,
    description:
      'A code of the authenticator app, or a recovery code. With the password, once there is a second factor.',
  })
  otp?: string;

  @Field(object(AssertionBody), PASSKEY_PROOF)
  passkey?: AssertionBody;
}

export class StepUpBody {
  @Field(text({ max: MAX_OTP }), {
    optional: true,
    description: 'A code of the authenticator app, or a recovery code. Required without `passkey`.',
  })
  otp?: string;

  @Field(object(AssertionBody), PASSKEY_PROOF)
  passkey?: AssertionBody;
}

export class StepUpResource {
  @Field(timestamp, { description: 'Until then the session does what takes a fresh second factor.' })
  fresh_until!: string;
}

export class EnrolmentBody {
  @Field(text({ max: 2048 }), { description: 'As the enrolment began with.' }) ticket!: string;
  @Field(text({ max: MAX_OTP }), { description: 'The first code that the app shows.' }) code!: string;
}

export class EnrolmentResource {
  @Field(text(), { description: 'For the `PUT` that finishes it: for this credential alone.' }) ticket!: string;
  @Field(text(), { description: 'Base32, for apps without a camera.' }) secret!: string;
  @Field(text(), { description: '`otpauth://totp/…`, as apps read it.' }) uri!: string;
  @Field(text(), { description: 'The same as a QR code: an SVG element.' }) qr_code!: string;
  @Field(timestamp) expires_at!: string;
}

export class RecoveryCodesResource {
  @Field(list(text()), {
    description: 'Each works once. They are shown this once, and earlier ones do not work any more.',
  })
  recovery_codes!: string[];
}

class AuthenticatorResource {
  @Field(timestamp) created_at!: string;
  @Field(timestamp, { nullable: true }) last_used_at!: string | null;
}

class FactorChangeResource {
  @Field(timestamp) at!: string;
  @Field(text(), { description: 'As the audit trail names it.' }) action!: string;
  @Field(text(), { nullable: true }) ip!: string | null;
}

export class FactorsResource {
  @Field(object(AuthenticatorResource), { nullable: true }) authenticator!: AuthenticatorResource | null;
  @Field(list(object(PasskeyResource))) passkeys!: PasskeyResource[];

  @Field(text(), { nullable: true, description: 'Why this server has no passkeys, in a sentence; null: it has them.' })
  passkeys_off!: string | null;

  @Field(integer(), { description: 'How many recovery codes are left.' }) recovery_codes!: number;

  @Field(integer(), { description: 'In how many browsers the password alone signs in.' })
  trusted_browsers!: number;

  @Field(list(object(FactorChangeResource)), { description: 'The latest ten changes of factors and password.' })
  changes!: FactorChangeResource[];
}

export class MyFactorsResource extends FactorsResource {
  @Field(flag, { description: 'Whether a factor may be added here: not where the setting `SECOND_FACTOR` is `off`.' })
  offered!: boolean;
}
