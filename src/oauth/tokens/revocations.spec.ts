import fc from 'fast-check';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessTokenClaims } from './access-token.js';
import { formatEpochs, parseEpochs } from './epochs.js';
import { LAST_EPOCH, Revocations } from './revocations.js';

const NOW = new Date('2026-01-15T10:30:00Z');
const until = new Date('2026-01-16T10:30:00Z');

function claims(changes: Partial<AccessTokenClaims> = {}): AccessTokenClaims {
  const fixed = { iss: 'issuer', aud: 'issuer', scope: '', iat: 0, exp: 0 };
  return { ...fixed, sub: 'user', client_id: 'client', jti: 'token', sid: 'sign-in', epoch: '3.5', ...changes };
}

let revocations: Revocations;
beforeEach(() => {
  revocations = new Revocations();
});

describe('revocations', () => {
  it('at first kill nothing', () => {
    expect(revocations.has(claims())).toBe(false);
  });

  it('of a token kill that one', () => {
    revocations.apply({ kind: 'token', subject: 'token', until });
    expect(revocations.has(claims())).toBe(true);
    expect(revocations.has(claims({ jti: 'another' }))).toBe(false);
  });

  it('of a sign-in kill its tokens, and none that belong to no sign-in', () => {
    revocations.apply({ kind: 'sign-in', subject: 'sign-in', until });
    expect(revocations.has(claims({ jti: 'another' }))).toBe(true);
    expect(revocations.has(claims({ sid: 'another' }))).toBe(false);
    expect(revocations.has(claims({ sid: undefined }))).toBe(false);
  });

  it('of a user revoke tokens with a lower epoch', () => {
    revocations.apply({ kind: 'user', subject: 'user', epoch: 4, until });
    expect(revocations.has(claims({ epoch: '3.5' }))).toBe(true);
    expect(revocations.has(claims({ epoch: '4.5' }))).toBe(false);
    expect(revocations.has(claims({ epoch: '3.5', sub: 'another' }))).toBe(false);
  });

  it('of an application revoke tokens with a lower epoch, its own tokens too', () => {
    revocations.apply({ kind: 'application', subject: 'client', epoch: 6, until });
    expect(revocations.has(claims({ epoch: '3.5' }))).toBe(true);
    expect(revocations.has(claims({ epoch: '-.5', sub: 'client', sid: undefined }))).toBe(true);
    expect(revocations.has(claims({ epoch: '-.6', sub: 'client', sid: undefined }))).toBe(false);
  });

  it('of a user may spare one sign-in, which a later one does not', () => {
    revocations.apply({ kind: 'user', subject: 'user', epoch: 4, exceptSignIn: 'sign-in', until });
    expect(revocations.has(claims())).toBe(false);
    expect(revocations.has(claims({ sid: 'another' }))).toBe(true);
    revocations.apply({ kind: 'user', subject: 'user', epoch: 5, until });
    expect(revocations.has(claims())).toBe(true);
  });

  it.each([
    '',
    '.',
    '-.-',
    '3',
    '3.',
    '.5',
    'x.5',
    '3.x',
    '-1.5',
    '3.-1',
    '1e9.1e9',
    '99999999999.99999999999',
    '3.5.7 ',
  ])('count an epoch of %j as older than any where it cannot be read', (epoch) => {
    const { user, application } = parseEpochs(epoch);
    for (const part of [user, application]) expect(Number.isInteger(part)).toBe(true);
    revocations.apply({ kind: 'user', subject: 'user', epoch: 2_147_483_647, until });
    expect(revocations.has(claims({ epoch }))).toBe(true);
  });

  it('without an epoch are no revocation', () => {
    revocations.apply({ kind: 'user', subject: 'user', until });
    expect(revocations.has(claims({ epoch: '-.-' }))).toBe(false);
    expect(revocations.size).toBe(0);
  });

  it('are forgotten when what they kill has expired, and not before', () => {
    revocations.apply({ kind: 'token', subject: 'token', until });
    revocations.apply({ kind: 'sign-in', subject: 'another', until });
    revocations.apply({ kind: 'user', subject: 'user', epoch: 4, until });
    revocations.apply({ kind: 'application', subject: 'client', epoch: 6, until });
    revocations.prune(new Date(until.getTime() - 1));
    expect(revocations.size).toBe(4);
    revocations.prune(until);
    expect(revocations.size).toBe(0);
    expect(revocations.has(claims())).toBe(false);
  });

  it('of an application say at which epoch one of that name begins again', () => {
    expect(revocations.firstEpochOf('client', NOW)).toBe(0);
    revocations.apply({ kind: 'application', subject: 'client', epoch: 2, until });
    revocations.apply({ kind: 'application', subject: 'client', epoch: 5, until });
    revocations.apply({ kind: 'application', subject: 'client', epoch: 1, until });
    revocations.apply({ kind: 'application', subject: 'gone for good', epoch: LAST_EPOCH, until });
    expect(revocations.firstEpochOf('client', NOW)).toBe(5);
    expect(revocations.has(claims({ epoch: '0.5' }))).toBe(false);
    expect(revocations.firstEpochOf('client', until)).toBe(0);
    expect(revocations.firstEpochOf('gone for good', NOW)).toBe(0);
  });

  it('of one user are forgotten one by one', () => {
    revocations.apply({ kind: 'user', subject: 'user', epoch: 4, until: NOW });
    revocations.apply({ kind: 'user', subject: 'user', epoch: 3, until });
    revocations.prune(NOW);
    expect(revocations.has(claims({ epoch: '3.0' }))).toBe(false);
    expect(revocations.has(claims({ epoch: '2.0' }))).toBe(true);
  });

  it('have the same effect in any order and any number of times', () => {
    const entry = fc.record({
      epoch: fc.integer({ min: 0, max: 9 }),
      exceptSignIn: fc.constantFrom(undefined, 'a', 'b'),
    });
    const token = fc.record({ epoch: fc.integer({ min: 0, max: 9 }), sid: fc.constantFrom('a', 'b', 'c') });
    const unique = fc.uniqueArray(entry, { selector: ({ epoch }) => epoch, maxLength: 6 });
    fc.assert(
      fc.property(unique, fc.array(token), (entries, shown) => {
        const [forth, back] = [new Revocations(), new Revocations()];
        for (const one of entries) forth.apply({ kind: 'user', subject: 'user', until, ...one });
        for (const one of [...entries, ...entries].reverse())
          back.apply({ kind: 'user', subject: 'user', until, ...one });
        for (const { epoch, sid } of shown) {
          const of = claims({ epoch: formatEpochs(epoch, 0), sid });
          expect(forth.has(of)).toBe(back.has(of));
          expect(forth.has(of)).toBe(entries.some((one) => epoch < one.epoch && one.exceptSignIn !== sid));
        }
      }),
    );
  });
});

describe('epochs in a token', () => {
  it('are read as they were written', () => {
    const epoch = fc.integer({ min: 0, max: 2_147_483_647 });
    fc.assert(
      fc.property(epoch, epoch, (user, application) => {
        expect(parseEpochs(formatEpochs(user, application))).toEqual({ user, application });
      }),
    );
    expect(parseEpochs(formatEpochs(undefined, 7))).toEqual({ user: -1, application: 7 });
  });
});
