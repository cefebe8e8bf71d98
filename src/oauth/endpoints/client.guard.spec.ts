// What an attacker would gain: a back-channel endpoint runs for a client that did not authenticate.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../../config/settings.js';
import { Parameters } from '../../protocol/parameters.js';
import { Refusal } from '../../protocol/refusal.js';
import type { ClientCredentialsOffered } from '../client-auth/client-auth-method.js';
import type { ClientAuthentication } from '../client-auth/client-authentication.js';
import { ClientGuard } from './client.guard.js';

const CLIENT = { clientId: 'shop', type: 'confidential', ownerId: 'owner' };

/** The request after the guard, and the credentials it offered to the authentication. */
function guarded(more: Record<string, unknown> = {}, refusal?: Refusal) {
  const offered: ClientCredentialsOffered[] = [];
  const authentication = {
    authenticate: (credentials: ClientCredentialsOffered) => {
      offered.push(credentials);
      return refusal === undefined ? Promise.resolve(CLIENT) : Promise.reject(refusal);
    },
    stepsOf: () => [{ check: 'the secret', outcome: 'passed' }],
  } as unknown as ClientAuthentication;
  const request = {
    url: '/oauth/token',
    routeOptions: { url: '/oauth/token' },
    headers: { authorization: 'Basic c2hvcDpzZWNyZXQ=' },
    raw: { rawHeaders: [] },
    origin: { address: '192.0.2.1' },
    body: Parameters.fromForm('grant_type=client_credentials'),
    ...more,
  } as Record<string, unknown>;
  const context = new ExecutionContextHost([request]);
  const result = new ClientGuard(authentication, {} as Settings).canActivate(context);
  return { request, offered, result };
}

describe('the client guard', () => {
  it('authenticates by header, form, address and endpoint, and passes client and form on', async () => {
    const { request, offered, result } = guarded();
    expect(await result).toBe(true);
    expect(offered).toMatchObject([
      { authorization: 'Basic c2hvcDpzZWNyZXQ=', origin: { address: '192.0.2.1' }, endpoint: '/oauth/token' },
    ]);
    expect(offered[0]?.parameters.optional('grant_type')).toBe('client_credentials');
    expect(request.client).toBe(CLIENT);
    const established = request.established as (request: unknown) => unknown;
    expect(established(request)).toEqual({
      subject: { clientId: 'shop', ownerId: 'owner' },
      proved: true,
      steps: [{ check: 'the secret', outcome: 'passed' }],
    });
  });

  it('admits no client that does not authenticate', async () => {
    const { request, result } = guarded({}, new Refusal('invalid_client', 'no'));
    await expect(result).rejects.toMatchObject({ reason: 'invalid_client' });
    expect(request).not.toHaveProperty('client');
    expect(request).not.toHaveProperty('parameters');
  });

  it.each([
    ['parameters in the URL', { url: '/oauth/token?client_secret=secret' }],
    [
      'two Authorization headers',
      { raw: { rawHeaders: ['Authorization', 'Basic YTpi', 'AUTHORIZATION', 'Basic Yzpk'] } },
    ],
  ])('refuses %s before it authenticates', async (_, more) => {
    const { offered, result } = guarded(more);
    await expect(result).rejects.toMatchObject({ reason: 'invalid_request' });
    expect(offered).toEqual([]);
  });
});
