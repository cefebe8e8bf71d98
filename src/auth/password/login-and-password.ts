import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { MAX_LOGIN, MAX_PASSWORD } from './password-check.js';

export interface LoginAndPassword {
  login: string;
  password: string;
}

/** Reads the login and password of a sign-in; each face names the parameter of its login. */
export function readLoginAndPassword(parameters: Parameters, loginParameter: 'username' | 'email'): LoginAndPassword {
  const { [loginParameter]: login = '', password } = parameters.requiredAll(loginParameter, 'password');
  refuseOverlong(loginParameter, login, MAX_LOGIN);
  refuseOverlong('password', password, MAX_PASSWORD);
  return { login, password };
}

function refuseOverlong(name: string, value: string, max: number): void {
  if (value.length > max) throw InvalidRequest.field(name, `is longer than ${String(max)} characters`);
}
