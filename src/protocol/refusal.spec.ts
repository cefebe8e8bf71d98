import { describe, expect, it } from '@jest/globals';
import {
  AccessDenied,
  AddressNotAllowed,
  InvalidClient,
  InvalidCredentials,
  InvalidGrant,
  InvalidRequest,
  InvalidToken,
  Refusal,
  TemporarilyUnavailable,
} from './refusal.js';
import { TooManyAttempts } from './too-many.js';

describe('a refusal', () => {
  it('keeps what really happened out of what it says', () => {
    const secret = 'the sign-in of user 7 was revoked';
    const refusals = [
      new InvalidGrant(secret),
      new InvalidClient(secret),
      new InvalidToken(secret),
      new InvalidCredentials(secret, {}),
      new AccessDenied(secret),
      new AddressNotAllowed(secret, {}),
      new TooManyAttempts(7, secret, {}),
      new TemporarilyUnavailable(secret),
    ];
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(Refusal);
      expect(refusal.description).not.toContain(secret);
      expect(refusal.detail).toBe(secret);
      expect(refusal.message).toBe(secret);
    }
  });

  it('is the same for every reason for which a grant, client or token is invalid', () => {
    expect(new InvalidGrant('expired').description).toBe(new InvalidGrant('no such token').description);
    expect(new InvalidClient('no such client').description).toBe(new InvalidClient('wrong secret').description);
    expect(new InvalidToken('revoked').description).toBe(new InvalidToken('malformed').description);
  });

  it('names the field at fault and how to mend it', () => {
    const refusal = InvalidRequest.field('token', 'is required');
    expect(refusal).toMatchObject({ reason: 'invalid_request', description: 'token: is required' });
    expect(refusal.fields).toEqual([{ field: 'token', message: 'is required' }]);
  });

  it('carries its cause for the log', () => {
    const cause = new Error('connection terminated');
    expect(new TemporarilyUnavailable('the database does not answer', cause).cause).toBe(cause);
    expect('cause' in new Refusal('not_found', 'Not Found')).toBe(false);
  });
});
