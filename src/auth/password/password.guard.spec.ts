// What an attacker would gain: a sign-in without a verified password, or the outcome of another person's password.
import type { CanActivate } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { PasswordVerifier, ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import { Parameters } from '../../protocol/parameters.js';
import { Refusal, TemporarilyUnavailable } from '../../protocol/refusal.js';
import { LocalStrategy } from './local.strategy.js';
import { LogsInWithPassword, PasswordGuard, TakesPassword } from './password.guard.js';

const PASSWORDS: Record<string, string> = { ada: 'engine', bob: 'builder' };

class FormGuardOfPage implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

class Routes {
  @LogsInWithPassword({
    body: 'json',
    read: (body) => {
      const known = body.only('login', 'password');
      return { login: known.required('login'), password: known.required('password') };
    },
  })
  face(): void {
    return;
  }

  @TakesPassword({ after: FormGuardOfPage })
  form(): void {
    return;
  }
}

const passwords = {
  verify: async (login: string, password: string): Promise<ProvedPerson> => {
    // several requests are under way at once
    await new Promise((resolve) => setImmediate(resolve));
    if (login === 'unreachable') throw new TemporarilyUnavailable('no database');
    if (PASSWORDS[login] !== password) throw new Refusal('invalid_credentials', 'no');
    return { account: { id: login } as Account, amr: ['pwd'] };
  },
} as unknown as PasswordVerifier;
const guard = new PasswordGuard(new LocalStrategy(passwords), new Reflector());

const HANDLERS = Routes.prototype as unknown as Record<'face' | 'form', () => void>;

async function decide(route: 'face' | 'form', body: Parameters | Record<string, unknown>, url = '/login') {
  const request: Record<string, unknown> = { url, body, origin: { address: '192.0.2.1' } };
  const context = new ExecutionContextHost([request, {}], Routes, HANDLERS[route]);
  const outcome: unknown = await guard.canActivate(context).catch((error: unknown) => error);
  const person = request.passwordPerson as ProvedPerson | undefined;
  return { outcome, account: person?.account, refusal: request.passwordRefusal };
}

describe('the password guard', () => {
  it('admits a name with its password, and passes the account on', async () => {
    const { outcome, account } = await decide('face', { login: 'ada', password: 'engine' });
    expect([outcome, account]).toEqual([true, { id: 'ada' }]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a wrong password', { login: 'ada', password: 'builder' }, 'invalid_credentials'],
    ['an unknown name', { login: 'eve', password: 'engine' }, 'invalid_credentials'],
    ['a missing password', { login: 'ada' }, 'invalid_request'],
    ['an empty password', { login: 'ada', password: '' }, 'invalid_request'],
    ['another field', { login: 'ada', password: 'engine', role: 'admin' }, 'invalid_request'],
  ])('refuses %s', async (_, body, reason) => {
    const { outcome, account } = await decide('face', body);
    expect(outcome).toMatchObject({ reason });
    expect(account).toBeUndefined();
  });

  it('takes no credentials from the URL, nor in another content type', async () => {
    const inUrl = await decide('face', {}, '/login?login=ada&password=engine');
    expect(inUrl.outcome).toMatchObject({ reason: 'invalid_request' });
    const inForm = await decide('face', Parameters.fromForm('login=ada&password=engine'));
    expect(inForm.outcome).toMatchObject({ reason: 'unsupported_media_type' });
  });

  it('gives each of many concurrent requests its own outcome', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, i) => {
        const login = i % 2 === 0 ? 'ada' : 'bob';
        return decide('face', { login, password: i % 3 === 0 ? 'wrong' : PASSWORDS[login] });
      }),
    );
    expect(outcomes.map(({ account }) => account?.id)).toEqual(
      outcomes.map((_, i) => (i % 3 === 0 ? undefined : i % 2 === 0 ? 'ada' : 'bob')),
    );
  });

  it('tells a form the refusal and no account, but throws a fault of the server', async () => {
    const wrong = await decide('form', Parameters.fromForm('username=ada&password=wrong'));
    expect(wrong).toMatchObject({ outcome: true, account: undefined, refusal: { reason: 'invalid_credentials' } });
    const broken = await decide('form', Parameters.fromForm('username=unreachable&password=x'));
    expect(broken.outcome).toMatchObject({ reason: 'temporarily_unavailable' });
    expect(broken.refusal).toBeUndefined();
  });
});
