// What an attacker would gain: tokens of an application that requires bound tokens work for a thief.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../../config/settings.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import type { DpopNonces } from '../sender/dpop-nonces.js';
import type { SenderConstraint, ShownSender } from '../sender/sender-constraint.js';
import { SenderGuard } from './sender.guard.js';

const CLIENT = { clientId: 'shop' };
const CONFIRMATION = { jkt: 'thumbprint' };

async function guarded(headers: Record<string, string>, client?: unknown) {
  const shown: ShownSender[] = [];
  const constraint = {
    of: (sender: ShownSender, application: unknown) => {
      shown.push(sender);
      expect(application).toBe(client);
      if (sender.proof === undefined) return Promise.reject(new InvalidRequest('no proof'));
      return Promise.resolve(CONFIRMATION);
    },
  } as unknown as SenderConstraint;
  const answered: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => (answered[name] = value) };
  const request = {
    method: 'POST',
    url: '/oauth/token?a=b',
    headers,
    origin: { address: '192.0.2.1' },
    client,
    confirmation: undefined,
  };
  const guard = new SenderGuard(constraint, { current: () => 'a nonce' } as DpopNonces, {} as Settings);
  const result = await guard.canActivate(new ExecutionContextHost([request, reply])).catch((error: unknown) => error);
  return { result, request, shown, answered };
}

describe('the sender guard', () => {
  it('passes the key of the proof on, with the nonce for the next proof', async () => {
    const { result, request, shown, answered } = await guarded({ dpop: 'a proof' }, CLIENT);
    expect(result).toBe(true);
    expect(request.confirmation).toBe(CONFIRMATION);
    expect(shown).toMatchObject([{ proof: 'a proof', method: 'POST', path: '/oauth/token', address: '192.0.2.1' }]);
    expect(answered).toEqual({ 'dpop-nonce': 'a nonce' });
  });

  it('passes no key on if the constraint refuses', async () => {
    const { result, request, answered } = await guarded({}, CLIENT);
    expect(result).toMatchObject({ reason: 'invalid_request' });
    expect(request.confirmation).toBeUndefined();
    expect(answered).toEqual({});
  });

  it('fails on a route without a guard that authenticates the client', async () => {
    const { result, shown } = await guarded({ dpop: 'a proof' });
    expect(result).toMatchObject({ message: 'the client must be established first' });
    expect(shown).toEqual([]);
  });
});
