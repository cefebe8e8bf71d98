// What an attacker would gain: applications registered where the administrator allows none, or without bound.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { AccessGuard } from '../../../access/access.guard.js';
import type { PermissionGuard } from '../../../access/permission.guard.js';
import type { Settings } from '../../../config/settings.js';
import { AccessDenied } from '../../../protocol/refusal.js';
import { RegistrationGuard } from './registration.guard.js';
import type { RegistrationRepository } from './registration.repository.js';

/** The outcome for this setting, and the steps that were asked. `refusing`: the step that refuses. */
async function decide(dynamicRegistration: Settings['dynamicRegistration'], refusing?: string, address = '192.0.2.1') {
  const asked: string[] = [];
  const step = (name: string) => {
    asked.push(name);
    if (refusing === name) throw new AccessDenied(name);
    return true;
  };
  const guard = new RegistrationGuard(
    { canActivate: () => Promise.resolve().then(() => step('access')) } as unknown as AccessGuard,
    { canActivate: () => step('whitelist') },
    { canActivate: () => step('permission') } as unknown as PermissionGuard,
    {
      admit: (network: string) => {
        asked.push(network);
        return Promise.resolve(refusing === 'bound' ? 60 : undefined);
      },
    } as unknown as RegistrationRepository,
    { dynamicRegistration } as Settings,
  );
  const outcome: unknown = await guard
    .canActivate(new ExecutionContextHost([{ origin: { address } }]))
    .catch((error: unknown) => (error as { reason: string }).reason);
  return { outcome, asked };
}

describe('the registration guard', () => {
  it('answers as if there were no such page while registration is off', async () => {
    expect(await decide('off')).toEqual({ outcome: 'not_found', asked: [] });
  });

  it('asks for credential, address and scope, in this order, where a token is needed', async () => {
    const steps = ['access', 'whitelist', 'permission'];
    expect(await decide('token')).toEqual({ outcome: true, asked: steps });
    for (const [i, name] of steps.entries()) {
      expect(await decide('token', name)).toEqual({ outcome: 'access_denied', asked: steps.slice(0, i + 1) });
    }
  });

  it('bounds the registrations of each network where none is needed', async () => {
    expect(await decide('open')).toEqual({ outcome: true, asked: ['192.0.2.1'] });
    expect(await decide('open', 'bound')).toEqual({ outcome: 'too_many_attempts', asked: ['192.0.2.1'] });
    // all addresses of an IPv6 /64 are one network
    expect((await decide('open', undefined, '2001:db8::1')).asked).toEqual(['2001:db8::/64']);
  });
});
