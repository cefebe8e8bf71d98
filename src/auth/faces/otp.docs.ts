import { MAX_OTP } from '../password/login-and-password.js';
import { text } from '../../fields/kinds.js';

/** The parameter of every documented login for an account with a second factor. */
export const otp = text({ max: MAX_OTP });

export const OTP_FIELD = {
  optional: true,
  description:
    'A code of the authenticator app or a recovery code. Only an account with a second factor needs it: without it the right password is answered with 401 `mfa_required`.',
} as const;
