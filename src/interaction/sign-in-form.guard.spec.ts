// What an attacker would gain: another site's form signs a person in, or a password is tried for a request that is gone.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import { Parameters } from '../protocol/parameters.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import type { FormGuard } from './form-guard.js';
import { SignInFormGuard } from './sign-in-form.guard.js';
import type { WaitingRequests } from './waiting-requests.js';

const client = { clientId: 'warehouse' };

async function guarded(form: string) {
  const origin: Record<string, unknown> = { address: '192.0.2.1' };
  const forms = {
    check: (_: unknown, csrf: string | undefined) => {
      if (csrf !== 'ours') throw new AccessDenied('not our form');
    },
  } as unknown as FormGuard;
  const requests = {
    open: (ticket: string) => {
      if (ticket === 'foreign') throw new InvalidRequest('of another browser');
      return { opened: ticket };
    },
  } as unknown as WaitingRequests;
  const pipeline = {
    check: ({ opened }: { opened: string }, asked: unknown) => {
      expect(asked).toBe(origin);
      return opened === 'late'
        ? Promise.reject(new InvalidRequest('gone'))
        : Promise.resolve({ checked: opened, client });
    },
  } as unknown as AuthorizationPipeline;
  const request: Record<string, unknown> = {
    url: '/interaction/sign-in',
    body: Parameters.fromForm(form),
    origin,
  };
  const result = await new SignInFormGuard(forms, requests, pipeline)
    .canActivate(new ExecutionContextHost([request, {}]))
    .catch((error: unknown) => error);
  return { result, origin, form: request.signInForm };
}

describe('the sign-in form guard', () => {
  it('passes on the request that waits in this browser, checked again', async () => {
    const { result, origin, form } = await guarded('csrf=ours&ticket=t&username=ada&password=secret');
    expect(result).toBe(true);
    expect(form).toEqual({ ticket: 't', opened: { opened: 't' }, waiting: { checked: 't', client }, username: 'ada' });
    expect(origin).toMatchObject({ onPagesOf: 'warehouse' });
  });

  it('leaves a missing name to the check of the password', async () => {
    expect((await guarded('csrf=ours&ticket=t')).form).toMatchObject({ username: '' });
  });

  it.each([
    ['a form of another page', 'csrf=theirs&ticket=t&username=ada&password=secret', 'access_denied'],
    ['a form without a token', 'ticket=t&username=ada&password=secret', 'access_denied'],
    ['no ticket', 'csrf=ours&username=ada&password=secret', 'invalid_request'],
    ['a ticket of another browser', 'csrf=ours&ticket=foreign&username=ada&password=secret', 'invalid_request'],
    ['a request that no longer holds', 'csrf=ours&ticket=late&username=ada&password=secret', 'invalid_request'],
    ['another parameter', 'csrf=ours&ticket=t&username=ada&password=secret&role=admin', 'invalid_request'],
  ])('refuses %s', async (_, text, reason) => {
    const { result, form } = await guarded(text);
    expect(result).toMatchObject({ reason });
    expect(form).toBeUndefined();
  });
});
