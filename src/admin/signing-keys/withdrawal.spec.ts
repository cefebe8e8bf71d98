import { describe, expect, it } from '@jest/globals';
import type { SigningKeyFacts } from './signing-key.js';
import { planWithdrawal } from './withdrawal.js';

const now = new Date('2024-01-15T12:00:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

function key(kid: string, signsFrom: number, more: Partial<SigningKeyFacts> = {}): SigningKeyFacts {
  return { kid, alg: 'ES256', createdAt: at(signsFrom - 10), signsFrom: at(signsFrom), retiredAt: null, ...more };
}

const plan = (keys: SigningKeyFacts[], kid: string, force = false) =>
  planWithdrawal(keys, { kid, force, needed: ['ES256'], now });

describe('taking a signing key out of service', () => {
  const old = key('old', -100, { retiredAt: at(-50) });
  const current = key('current', -50);
  const next = key('next', 5);

  it('removes one that has not signed yet', () => {
    expect(plan([current, next], 'next')).toEqual({ act: 'remove', kid: 'next' });
  });

  it('keeps the one that signs until its successor does', () => {
    expect(() => plan([current, next], 'current')).toThrow('successor takes over');
    expect(plan([current, next], 'current', true)).toEqual({
      act: 'remove',
      kid: 'current',
      promote: 'next',
      drop: [],
    });
  });

  it('keeps the only one, by force too', () => {
    expect(() => plan([current], 'current')).toThrow('only key');
    expect(() => plan([current, old], 'current', true)).toThrow('only key');
    expect(() => plan([current, key('other', -9, { alg: 'RS256' })], 'current', true)).toThrow('only key');
  });

  it('has the one that was published last step in by force: one before it may have leaked with the current', () => {
    const scheduled = key('scheduled', 23 * 60, { createdAt: at(-60) });
    const fresh = key('fresh', 10, { createdAt: at(0) });
    for (const keys of [
      [current, scheduled, fresh],
      [current, { ...scheduled, signsFrom: at(2) }, fresh],
    ])
      expect(plan(keys, 'current', true)).toEqual({
        ...{ act: 'remove', kid: 'current', promote: 'fresh', drop: ['scheduled'] },
      });
    expect(plan([current, scheduled, fresh], 'scheduled')).toEqual({ act: 'remove', kid: 'scheduled' });
  });

  it('has none step in that was superseded', () => {
    const superseded = key('superseded', -200);
    for (const force of [false, true]) expect(() => plan([superseded, current], 'current', force)).toThrow('only key');
    expect(plan([superseded, current, next], 'current', true)).toMatchObject({ promote: 'next', drop: [] });
  });

  it('removes one that has signed only by force', () => {
    expect(() => plan([old, current], 'old')).toThrow('may be live until 2024-01-16T11:10:00.000Z');
    expect(plan([old, current], 'old', true)).toEqual({ act: 'remove', kid: 'old' });
  });

  it('counts a key with a successor as retired, before that is recorded', () => {
    const superseded = key('superseded', -200);
    expect(() => plan([superseded, current], 'superseded')).toThrow('may be live until');
  });

  it('retires one of an algorithm that the server no longer signs with', () => {
    const foreign = key('foreign', -50, { alg: 'RS256' });
    expect(plan([current, foreign], 'foreign')).toEqual({ act: 'retire', kid: 'foreign' });
    expect(plan([current, foreign], 'foreign', true)).toEqual({ act: 'remove', kid: 'foreign', drop: [] });
    const after = key('after', 60, { alg: 'RS256' });
    expect(plan([current, next, foreign, after], 'foreign', true)).toEqual({
      ...{ act: 'remove', kid: 'foreign', drop: ['after'] },
    });
  });

  it('knows no other', () => {
    expect(() => plan([current], 'unknown')).toThrow('not found');
  });
});
