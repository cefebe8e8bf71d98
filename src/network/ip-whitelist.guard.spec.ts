import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { CheckList } from '../protocol/check-list.js';
import { AddressNotAllowed, type Refusal } from '../protocol/refusal.js';
import { type DecidingList, IpWhitelistGuard } from './ip-whitelist.guard.js';
import { Whitelist } from './whitelist.js';

const HERE = '203.0.113.7';
const CHECKS = new CheckList({ known: 'It is known', address: 'Its whitelist lets the address in', after: 'More' });

function list(entries: string[], more: Partial<DecidingList<'known' | 'address' | 'after'>> = {}) {
  return {
    whitelist: Whitelist.of(entries),
    name: "the account's whitelist",
    subject: { userId: 'u' },
    at: [CHECKS, 'address'],
    ...more,
  } satisfies DecidingList<'known' | 'address' | 'after'>;
}

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof AddressNotAllowed) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a decision about an address', () => {
  it('lets in what the list allows, and every address where there is no list', () => {
    expect(() => {
      IpWhitelistGuard.decide(HERE, list([]));
      IpWhitelistGuard.decide(HERE, list(['203.0.113.0/24']));
    }).not.toThrow();
  });

  it('refuses every other, with the steps until then', () => {
    const found = () => ({ known: 'Shop' });
    const refusal = refusalOf(() => IpWhitelistGuard.decide(HERE, list(['10.0.0.0/8', '::1'], { found })));
    expect(refusal.reason).toBe('address_not_allowed');
    expect(refusal.detail).toBe(`${HERE} is not on the account's whitelist`);
    expect(refusal.description).not.toContain(HERE);
    expect(refusal.subject).toEqual({ userId: 'u' });
    expect(refusal.proved).toBe(true);
    expect(refusal.steps.map(({ outcome, note }) => [outcome, note])).toEqual([
      ['passed', 'Shop'],
      ['failed', `${HERE} is not on the list of 2 entries`],
      ['not_reached', undefined],
    ]);
  });

  it('says what the store found where the store decided', () => {
    const { name, subject, at } = list([]);
    const refusal = IpWhitelistGuard.refusal(HERE, { name, subject, at, proved: false });
    expect(refusal.proved).toBe(false);
    expect(refusal.steps[1]?.note).toBe(`${HERE} is not on the account's whitelist`);
    expect(IpWhitelistGuard.refusal(HERE, { name, subject }).steps).toEqual([]);
  });
});

describe('the guard', () => {
  const guard = new IpWhitelistGuard();
  const answer = (awaitsAddress?: unknown) =>
    guard.canActivate(new ExecutionContextHost([{ origin: { address: HERE }, awaitsAddress }], undefined, answer));

  it('lets the caller in once every list allows the address', () => {
    let admitted = 0;
    const admit = () => admitted++;
    expect(answer({ lists: [], admit })).toBe(true);
    expect(answer({ lists: [list([HERE]), list([])], admit })).toBe(true);
    expect(admitted).toBe(2);
    for (const lists of [
      [list(['::1']), list([])],
      [list([]), list(['::1'])],
    ]) {
      expect(refusalOf(() => answer({ lists, admit })).reason).toBe('address_not_allowed');
    }
    expect(admitted).toBe(2);
  });

  it('lets nothing in where no guard before it checked credentials', () => {
    expect(() => answer()).toThrow(/no guard before answer names its lists/);
  });
});
