import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../protocol/refusal.js';
import { PermissionGuard } from './permission.guard.js';
import { REQUIREMENT, type Requirement } from './requirement.js';

const MEMBER = { id: 'u', role: 'member' };
const ADMIN = { id: 'a', role: 'admin' };

describe('the permission guard', () => {
  const guard = new PermissionGuard(new Reflector());

  function decide(requirement: Requirement | undefined, caller?: { account: unknown; scopes: string[] }) {
    const handler = () => undefined;
    if (requirement !== undefined) Reflect.defineMetadata(REQUIREMENT, requirement, handler);
    const headers: Record<string, string> = {};
    const reply = { header: (name: string, value: string) => (headers[name] = value) };
    const request = { caller: caller && { ...caller, scopes: new Set(caller.scopes), clientId: null } };
    const allowed = guard.canActivate(new ExecutionContextHost([request, reply], undefined, handler));
    return { allowed, headers };
  }

  function reasonOf(requirement: Requirement, caller: { account: unknown; scopes: string[] }): string | undefined {
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

  it('lets nothing in that no guard before it let in, nor on a route that says nothing', () => {
    expect(() => decide({ scope: undefined, admin: false })).toThrow(/lets a caller in/);
    expect(() => decide(undefined, { account: ADMIN, scopes: [] })).toThrow(/does not say what it requires/);
  });
});
