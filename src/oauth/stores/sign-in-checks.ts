import { CheckList } from '../../protocol/check-list.js';

/** What a refresh token goes through, in this order. */
export const ROTATION_CHECKS = new CheckList({
  genuine: 'The refresh token is one of this server',
  known: 'Its sign-in is known',
  own: 'It was given to this application',
  alive: 'Its sign-in goes on: nobody ended it, nobody disabled its user',
  unexpired: 'It has not expired',
  key: 'The key it is bound to was proved',
  unused: 'It is the latest of its sign-in, or one retried in time',
  address: 'The whitelists let the address in',
  'granted-scope': 'No more scope is asked for than was granted',
  'granted-resource': 'No other API is asked for than was granted',
});

/** What an authorization code goes through, in this order. */
export const REDEMPTION_CHECKS = new CheckList({
  genuine: 'The code is one of this server',
  known: 'The code is known',
  own: 'It was given to this application',
  unused: 'It was not used before',
  unexpired: 'It has not expired, and nobody ended its sign-in',
  address: 'The whitelists let the address in',
  'granted-resource': 'No other API is asked for than was granted',
  matching: 'redirect_uri, code_verifier and key are those of the authorization request',
});

export type RotationCheck = keyof (typeof ROTATION_CHECKS)['sentences'];
export type RedemptionCheck = keyof (typeof REDEMPTION_CHECKS)['sentences'];
