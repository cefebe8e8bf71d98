import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../protocol/refusal.js';
import { Clock } from '../clock/clock.js';
import type { Settings } from '../config/settings.js';
import type { PersonProof } from './caller.js';
import { FreshFactor } from './fresh-factor.js';
import { Creations } from './creations.js';
import { PermissionGuard } from './permission.guard.js';
import { REQUIREMENT, type Requirement } from './requirement.js';

const MEMBER = { id: 'u', role: 'member', secondFactors: [] };
const ADMIN = { id: 'a', role: 'admin', secondFactors: [] };
const OTP = ['otp'];

interface Shown {
  account: unknown;
  scopes: string[];
  proof?: PersonProof | null;
}

describe('the permission guard', () => {
  const settings = { developers: 'admins', applicationsPerMember: 100, secondFactor: 'optional' } as Settings;
  const fresh = new FreshFactor(new Clock(), settings);
  const guard = new PermissionGuard(new Reflector(), new Creations(settings), fresh);

  function decide(requirement: Requirement | undefined, caller?: Shown) {
    const handler = () => undefined;
    if (requirement !== undefined) Reflect.defineMetadata(REQUIREMENT, requirement, handler);
    const headers: Record<string, string> = {};
    const reply = { header: (name: string, value: string) => (headers[name] = value) };
    const request = { caller: caller && { proof: null, ...caller, scopes: new Set(caller.scopes), clientId: null } };
    const allowed = guard.canActivate(new ExecutionContextHost([request, reply], undefined, handler));
    return { allowed, headers };
  }

  function reasonOf(requirement: Requirement, caller: Shown): string | undefined {
    try {
      decide(requirement, caller);
    } catch (error) {
      if (error instanceof Refusal) return error.reason;
      throw error;
    }
    return undefined;
  }

  it('asks for the scope, then for the role', () => {
    const requirement = { scope: 'read:users', admin: true };
    expect(reasonOf(requirement, { account: ADMIN, scopes: ['write:users'] })).toBe('insufficient_scope');
    expect(reasonOf(requirement, { account: MEMBER, scopes: ['write:users'] })).toBe('insufficient_scope');
    expect(reasonOf(requirement, { account: MEMBER, scopes: ['read:users'] })).toBe('access_denied');
    expect(reasonOf(requirement, { account: null, scopes: ['read:users'] })).toBe('access_denied');
    const { allowed, headers } = decide(requirement, { account: ADMIN, scopes: ['read:users'] });
    expect([allowed, headers]).toEqual([true, { 'cache-control': 'no-store' }]);
    expect(reasonOf({ scope: undefined, admin: false }, { account: MEMBER, scopes: [] })).toBeUndefined();
  });

  it('asks an administrator with a second factor for a fresh one, where the act takes it', () => {
    const at = (minutes: number) => ({
      amr: ['pwd', ...OTP, 'mfa'],
      secondFactorAt: new Date(Date.now() - minutes * 60_000),
    });
    const never = { amr: ['pwd'], secondFactorAt: null };
    const asked = (account: object, proof: PersonProof | null, fresh = true) =>
      reasonOf({ scope: 'write:users', admin: false, fresh }, { account, scopes: ['write:users'], proof });
    const protectedAdmin = { ...ADMIN, secondFactors: OTP };
    expect(asked(protectedAdmin, never)).toBe('insufficient_user_authentication');
    expect(asked(protectedAdmin, at(11))).toBe('insufficient_user_authentication');
    expect(asked(protectedAdmin, at(9))).toBeUndefined();
    expect(asked(protectedAdmin, null)).toBeUndefined();
    expect(asked(protectedAdmin, never, false)).toBeUndefined();
    expect(asked(ADMIN, never)).toBeUndefined();
    expect(asked({ ...MEMBER, secondFactors: OTP }, never)).toBeUndefined();
  });

  it('keeps to admins what the setting keeps to them', () => {
    const requirement = { scope: 'write:api-keys', admin: false, creates: 'api-keys' } as const;
    expect(reasonOf(requirement, { account: MEMBER, scopes: ['write:api-keys'] })).toBe('access_denied');
    expect(reasonOf(requirement, { account: null, scopes: ['write:api-keys'] })).toBe('access_denied');
    expect(reasonOf(requirement, { account: ADMIN, scopes: ['write:api-keys'] })).toBeUndefined();
  });

  it('lets nothing in that no guard before it let in, nor on a route that says nothing', () => {
    expect(() => decide({ scope: undefined, admin: false })).toThrow(/lets a caller in/);
    expect(() => decide(undefined, { account: ADMIN, scopes: [] })).toThrow(/does not say what it requires/);
  });
});
