import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';

/** Characters. A longer password is refused before any hashing. */
export const MAX_PASSWORD = 1024;
export const MAX_LOGIN = 320;

export interface LoginAndPassword {
  login: string;
  password: string;
}

/** Reads the login and password of a sign-in; each face names the parameter of its login. */
export function readLoginAndPassword(parameters: Parameters, loginParameter: 'username' | 'email'): LoginAndPassword {
  const { [loginParameter]: login = '', password } = parameters.requiredAll(loginParameter, 'password');
  refuseOverlong({ login, password }, loginParameter);
  return { login, password };
}

export function refuseOverlong({ login, password }: LoginAndPassword, loginParameter: 'username' | 'email'): void {
  for (const [name, value, max] of [
    [loginParameter, login, MAX_LOGIN],
    ['password', password, MAX_PASSWORD],
  ] as const) {
    if (value.length > max) throw InvalidRequest.field(name, `is longer than ${String(max)} characters`);
  }
}
