import { CheckList } from '../../protocol/check-list.js';

/** The steps of a refresh token, in order. */
export const ROTATION_CHECKS = new CheckList({
  genuine: 'The refresh token is one of this server',
  known: 'Its sign-in is known',
  own: 'It was given to this application',
  alive: 'Its sign-in has not ended and its user is not disabled',
  unexpired: 'It has not expired',
  key: 'The key or certificate it is bound to was proved',
  unused: 'It is the latest of its sign-in, or one retried in time',
  address: 'The whitelists let the address in',
  'granted-scope': 'No more scope is asked for than was granted',
  'granted-resource': 'No other API is asked for than was granted',
});

/** The steps of an authorization code, in order. */
export const REDEMPTION_CHECKS = new CheckList({
  genuine: 'The code is one of this server',
  known: 'The code is known',
  own: 'It was given to this application',
  unused: 'It was not used before',
  unexpired: 'It has not expired, and its sign-in has not ended',
  address: 'The whitelists let the address in',
  'granted-resource': 'No other API is asked for than was granted',
  matching: 'redirect_uri, code_verifier and key are those of the authorization request',
});

export type RotationCheck = keyof (typeof ROTATION_CHECKS)['sentences'];
export type RedemptionCheck = keyof (typeof REDEMPTION_CHECKS)['sentences'];
