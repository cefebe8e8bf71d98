import { InvalidRequest } from '../../protocol/refusal.js';
import type { Check } from './check.js';

const MAX_NONCE = 512;
const MAX_HINT = 320;
const JKT = /^[A-Za-z0-9_-]{43}$/;

/** Parameters that do not affect whether the request is granted. */
export const readHints: Check = (parameters) => {
  const nonce = parameters.optional('nonce');
  if (nonce !== undefined && nonce.length > MAX_NONCE) {
    throw InvalidRequest.field('nonce', `is longer than ${String(MAX_NONCE)} characters`);
  }
  const dpopJkt = parameters.optional('dpop_jkt');
  if (dpopJkt !== undefined && !JKT.test(dpopJkt)) throw InvalidRequest.field('dpop_jkt', 'is not a JWK thumbprint');
  return {
    nonce,
    dpopJkt,
    loginHint: parameters.optional('login_hint')?.slice(0, MAX_HINT),
  };
};
