import { authorizationCode } from './authorization-code.mjs';
import { bearerRead } from './bearer-read.mjs';
import { clientCredentials } from './client-credentials.mjs';
import { introspection } from './introspection.mjs';
import { login } from './login.mjs';
import { refresh } from './refresh.mjs';
import { revocation } from './revocation.mjs';

export const SCENARIOS = [clientCredentials, introspection, refresh, authorizationCode, revocation, bearerRead, login];
