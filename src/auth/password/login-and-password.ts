import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';

/** Characters. A longer password is refused before any hashing. */
export const MAX_PASSWORD = 1024;
export const MAX_LOGIN = 320;
export const MAX_OTP = 64;

export interface LoginAndPassword {
  login: string;
  password: string;
  /** A code of the authenticator app or a recovery code. */
  otp?: string | undefined;
}

/** The parameter of a code, at every way in that takes a password. */
export const OTP = 'otp';

/** Reads the login and password of a sign-in; each face names the parameter of its login. */
export function readLoginAndPassword(parameters: Parameters, loginParameter: 'username' | 'email'): LoginAndPassword {
  const { [loginParameter]: login = '', password } = parameters.requiredAll(loginParameter, 'password');
  const otp = parameters.optional(OTP);
  refuseOverlong({ login, password, otp }, loginParameter);
  return { login, password, otp };
}

export function refuseOverlong(
  { login, password, otp = '' }: LoginAndPassword,
  loginParameter: 'username' | 'email',
): void {
  for (const [name, value, max] of [
    [loginParameter, login, MAX_LOGIN],
    ['password', password, MAX_PASSWORD],
    [OTP, otp, MAX_OTP],
  ] as const) {
    if (value.length > max) throw InvalidRequest.field(name, `is longer than ${String(max)} characters`);
  }
}
