import { describe, expect, it } from '@jest/globals';
import { CLIENT_AUTH_METHODS } from '../../protocol/client-auth-method.js';
import type { ClientAuthMethod } from './client-auth-method.js';
import { METHOD_CLASSES } from './client-authentication.js';

describe('the ways to authenticate', () => {
  it('have a class each, under the names of the vocabulary', () => {
    const served = METHOD_CLASSES.flatMap((method) => [...(Reflect.construct(method, []) as ClientAuthMethod).names]);
    expect([...new Set(served)].sort()).toEqual([...CLIENT_AUTH_METHODS].sort());
  });
});
