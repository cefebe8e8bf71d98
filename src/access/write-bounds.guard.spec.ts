// What an attacker would gain: one member fills the store and its audit trail with changes.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { StoreBounds } from '../bounds/store-bounds.js';
import { Clock } from '../clock/clock.js';
import { loadSettings, Settings } from '../config/settings.js';
import { WriteBoundsGuard } from './write-bounds.guard.js';

/** Far more than a member may change in a day. */
const MANY = 100_000;

function guard() {
  const settings = Settings.complete(loadSettings({}), { databaseUrl: '', secretKey: '' });
  const clock = new Clock();
  return new WriteBoundsGuard(new StoreBounds(settings, clock), clock);
}

/** How many of these requests are admitted, at most `MANY`. */
function admitted(by: WriteBoundsGuard, method: string, caller: unknown): number {
  const context = new ExecutionContextHost([{ method, caller }]);
  for (let count = 0; count < MANY; count++) {
    try {
      by.canActivate(context);
    } catch (error) {
      expect(error).toMatchObject({ reason: 'too_many_attempts' });
      return count;
    }
  }
  return MANY;
}

const member = (id: string) => ({ account: { id, role: 'member' }, clientId: 'app' });

describe('the write-bounds guard', () => {
  it('bounds the changes of a member, each member apart', () => {
    const bounds = guard();
    const most = admitted(bounds, 'PATCH', member('one'));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(MANY);
    expect(admitted(bounds, 'POST', member('one'))).toBe(0);
    expect(admitted(bounds, 'POST', member('other'))).toBe(most);
  });

  it('leaves the person their own changes where a key of theirs has none left', () => {
    const bounds = guard();
    const most = admitted(bounds, 'DELETE', { ...member('one'), bounds: {} });
    expect(most).toBeLessThan(MANY);
    expect(admitted(bounds, 'DELETE', { ...member('one'), madeBy: 'app' })).toBe(0);
    expect(admitted(bounds, 'DELETE', member('one'))).toBe(most);
  });

  it('bounds the changes of an application without an owner', () => {
    const bounds = guard();
    expect(admitted(bounds, 'DELETE', { account: null, clientId: 'app' })).toBeLessThan(MANY);
    expect(admitted(bounds, 'DELETE', { account: null, clientId: 'app' })).toBe(0);
  });

  it('bounds neither reads nor administrators', () => {
    const bounds = guard();
    expect(admitted(bounds, 'GET', member('one'))).toBe(MANY);
    expect(admitted(bounds, 'POST', { account: { id: 'admin', role: 'admin' }, clientId: null })).toBe(MANY);
    expect(admitted(bounds, 'POST', member('one'))).toBeGreaterThan(0);
  });
});
