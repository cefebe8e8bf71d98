// What an attacker would gain: another site's form connects the attacker's device to the account of the person.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { Parameters } from '../protocol/parameters.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import type { DeviceDecision } from './device-decision.js';
import { DeviceSignInGuard } from './device-sign-in.guard.js';
import type { DeviceTickets } from './device-tickets.js';
import type { FormGuard } from './form-guard.js';

const application = { clientId: 'television' };

async function guarded(form: string) {
  const origin: Record<string, unknown> = {};
  const looked: string[] = [];
  const forms = {
    check: (_: unknown, csrf: string | undefined) => {
      if (csrf !== 'ours') throw new AccessDenied('not our form');
    },
  } as unknown as FormGuard;
  const tickets = {
    codeIn: (ticket: string) => {
      if (ticket === 'foreign') throw new InvalidRequest('of another browser');
      return `code in ${ticket}`;
    },
  } as unknown as DeviceTickets;
  const decision = {
    find: (userCode: string) => {
      looked.push(userCode);
      if (userCode === 'code in late') return Promise.reject(new InvalidRequest('no device waits'));
      return Promise.resolve({ device: userCode, application });
    },
  } as unknown as DeviceDecision;
  const request: Record<string, unknown> = { url: '/device/sign-in', body: Parameters.fromForm(form), origin };
  const result = await new DeviceSignInGuard(forms, tickets, decision)
    .canActivate(new ExecutionContextHost([request, {}]))
    .catch((error: unknown) => error);
  return { result, looked, origin, form: request.deviceSignInForm };
}

describe('the device sign-in guard', () => {
  it('passes on the device that waits under the code of the ticket', async () => {
    const { result, origin, form } = await guarded('csrf=ours&ticket=t&username=ada&password=secret');
    expect(result).toBe(true);
    expect(origin).toEqual({ onPagesOf: 'television' });
    expect(form).toEqual({
      ticket: 't',
      userCode: 'code in t',
      asking: { device: 'code in t', application },
      username: 'ada',
    });
  });

  it.each([
    ['a form of another page', 'csrf=theirs&ticket=t&username=ada&password=secret', 'access_denied'],
    ['a form without a token', 'ticket=t&username=ada&password=secret', 'access_denied'],
    ['no ticket', 'csrf=ours&username=ada&password=secret', 'invalid_request'],
    ['a ticket of another browser', 'csrf=ours&ticket=foreign&username=ada&password=secret', 'invalid_request'],
    ['a code in the form', 'csrf=ours&ticket=t&user_code=WDJB-MJHT&username=ada&password=secret', 'invalid_request'],
  ])('refuses %s, and looks no code up', async (_, text, reason) => {
    const { result, looked, form } = await guarded(text);
    expect(result).toMatchObject({ reason });
    expect(looked).toEqual([]);
    expect(form).toBeUndefined();
  });

  it('refuses a device that no longer waits', async () => {
    const { result, form } = await guarded('csrf=ours&ticket=late&username=ada&password=secret');
    expect(result).toMatchObject({ reason: 'invalid_request' });
    expect(form).toBeUndefined();
  });
});
