// What an attacker would gain: a route that a later change added, and that no guard protects.
import { readdirSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REQUIREMENT, type Requirement } from '../../src/access/requirement.js';
import { Authenticator } from '../support/authenticator.js';
import { expectOf } from '../support/expect-of.js';
import { call } from '../support/http.js';
import { administrator, newPerson, sessionCookie } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

/** The guards of `@Requires`, in their order. */
const CALLER = ['AccessGuard', 'IpWhitelistGuard', 'PermissionGuard', 'WriteBoundsGuard'];

/** Guards that establish the caller of a route without `@Requires`. */
const CALLERS: Record<string, string[]> = {
  'a client': ['ClientGuard'],
  'a client, with its key': ['ClientGuard', 'SenderGuard'],
  'a password': ['PasswordGuard'],
  'a password, from a page of this server': ['OwnSiteGuard', 'PasswordGuard'],
  'a password, in the sign-in form': ['SignInFormGuard', 'PasswordGuard'],
  'a password, in the form of a device': ['DeviceSignInGuard', 'PasswordGuard'],
  'an access token': ['UserinfoGuard', 'IpWhitelistGuard'],
  'an initial access token, if the settings ask for one': ['RegistrationGuard'],
};

/** Routes without such a guard, and why they have none. */
const OPEN: Record<string, string[]> = {
  'health tells nothing but readiness': ['GET /health/live', 'GET /health/ready'],
  'metadata is public by its standards': [
    'GET /.well-known/jwks.json',
    'GET /.well-known/openid-configuration',
    'GET /.well-known/openid-configuration/*',
    'GET /.well-known/oauth-authorization-server',
    'GET /.well-known/oauth-authorization-server/*',
    'GET /.well-known/oauth-protected-resource',
    'GET /.well-known/oauth-protected-resource/*',
  ],
  'files of pages, the console and the documentation are public': [
    'GET /',
    'GET /.well-known/change-password',
    'GET /pages/style.css',
    'GET /pages/:script',
    'GET /pages/brands/:file',
    'GET /console',
    'GET /console/*',
    'GET /console/assets/:file',
    'GET /docs',
    'GET /docs/openapi.json',
    'GET /docs/page.css',
    'GET /docs/start.js',
    'GET /docs/assets/:file',
    'GET /docs/guides',
    'GET /docs/guides/*',
  ],
  'a browser is sent there: the checks of the request decide, and the session if there is one': [
    'GET /oauth/authorize',
    'POST /oauth/authorize',
    'GET /oauth/authorize/resume',
    'GET /oauth/end-session',
    'POST /oauth/end-session',
    'GET /oauth/check-session',
    'GET /device',
  ],
  'the way back of a forgotten password: the mailed secret decides, GET spends nothing, mails are bounded': [
    'GET /interaction/forgotten',
    'POST /interaction/forgotten',
    'GET /interaction/new-password',
    'POST /interaction/new-password',
    'GET /interaction/undo-email',
    'POST /interaction/undo-email',
  ],
  'the mailed secret decides, and the session of the account that it is about; GET spends nothing': [
    'GET /interaction/verify-email',
    'POST /interaction/verify-email',
  ],
  'a page of a ticket that only this browser has': [
    'GET /interaction/sign-in',
    'GET /interaction/second-factor',
    'GET /interaction/set-up',
    'GET /interaction/select-account',
    'GET /interaction/change-password',
    'GET /interaction/consent',
    'GET /interaction/sign-out',
    'GET /device/confirm',
  ],
  'FormGuard, called by the handler, ties the form to a page of this browser': [
    'POST /interaction/passkey',
    'POST /interaction/second-factor',
    'POST /interaction/set-up',
    'POST /interaction/set-up/passkey',
    'POST /interaction/set-up/decline',
    'POST /interaction/second-factor/passkey',
    'POST /interaction/select-account',
    'POST /interaction/change-password',
    'POST /interaction/consent',
    'POST /interaction/sign-out',
    'POST /device',
    'POST /device/decision',
  ],
  'OwnSiteGuard ties it to pages of this server, and the signature of a passkey decides': [
    'POST /v1/session/passkey/challenge',
    'POST /v1/session/passkey',
  ],
  'the handler verifies the refresh token, access token or cookie that it ends or exchanges': [
    'POST /auth/refresh',
    'POST /auth/revoke',
    'POST /v1/auth/refresh',
    'POST /api/v1/auth/refresh',
    'POST /v1/session/logout',
  ],
  'the handler reads the sealed cookie of half a sign-in; OwnSiteGuard refuses other sites': [
    'GET /v1/session/second-factor',
    'POST /v1/session/second-factor',
    'POST /v1/session/passkey/second-factor',
    'POST /v1/session/authenticator',
    'PUT /v1/session/authenticator',
    'POST /v1/session/passkey/registration',
    'PUT /v1/session/passkey/registration',
  ],
  'the handler verifies the registration access token (RFC 7592)': [
    'GET /oauth/register/:client_id',
    'PUT /oauth/register/:client_id',
    'DELETE /oauth/register/:client_id',
  ],
};

/** Acts that take a fresh second factor of an administrator. */
const FRESH = [
  'POST /api/v1/users',
  'PATCH /api/v1/users/:id',
  'DELETE /api/v1/users/:id',
  'POST /api/v1/users/:id/password-mail',
  'DELETE /api/v1/users/:id/factors',
  'DELETE /api/v1/users/:id/remaining-credentials',
  'POST /api/v1/users/:id/ip-whitelist',
  'DELETE /api/v1/users/:id/ip-whitelist/:entry_id',
  'POST /api/v1/incidents/end',
  'POST /api/v1/signing-keys/rotate',
  'DELETE /api/v1/signing-keys/:kid',
  'POST /api/v1/scopes',
  'PATCH /api/v1/scopes/:name',
  'DELETE /api/v1/scopes/:name',
  'POST /api/v1/api-keys',
  'POST /api/v1/api-keys/:id/ip-whitelist',
  'DELETE /api/v1/api-keys/:id/ip-whitelist/:entry_id',
  'POST /api/v1/applications',
  'PATCH /api/v1/applications/:id',
  'DELETE /api/v1/applications/:id',
  'POST /api/v1/applications/:id/end-everything',
  'POST /api/v1/applications/:id/secrets',
  'DELETE /api/v1/applications/:id/secrets/:secret_id',
  'POST /api/v1/applications/:id/ip-whitelist',
  'DELETE /api/v1/applications/:id/ip-whitelist/:entry_id',
  'PATCH /api/v1/brands/:id',
  'DELETE /api/v1/brands/:id',
  'DELETE /api/v1/brands/:id/applications/:application_id',
  'PUT /api/v1/brands/:id/members/:user_id',
  'DELETE /api/v1/brands/:id/members/:user_id',
  'POST /api/v1/resources',
  'PATCH /api/v1/resources/:id',
  'DELETE /api/v1/resources/:id',
  'POST /api/v1/ip-whitelist',
  'DELETE /api/v1/ip-whitelist/:entry_id',
];

/** Acts that take one where they concern what belongs to others; `step-up.spec.ts` does each of them. */
const FRESH_OF_OTHERS = [
  'PATCH /api/v1/api-keys/:id',
  'DELETE /api/v1/api-keys/:id',
  'DELETE /api/v1/grants/:id',
  'DELETE /api/v1/grants',
  'DELETE /api/v1/sessions/:id',
  'DELETE /api/v1/sessions',
  'DELETE /api/v1/consents/:client_id',
];

/** All other writes of the API, and why they take none. */
const NOT_FRESH: Record<string, string[]> = {
  'it mails the caller': ['POST /api/v1/mail/test'],
  'it only counts': ['POST /api/v1/incidents/preview'],
  'it sets a notice aside': ['DELETE /api/v1/upgrade-notices/:id'],
  'it is the proof, or is begun by one': [
    'POST /api/v1/users/me/step-up',
    'POST /api/v1/users/me/passkeys/proof',
    'POST /api/v1/users/me/passkeys/registration',
    'POST /api/v1/users/me/passkeys',
    'POST /api/v1/users/me/authenticator',
    'PUT /api/v1/users/me/authenticator',
    'POST /api/v1/users/me/recovery-codes',
  ],
  'it takes a proof of its own': [
    'PATCH /api/v1/users/me',
    'PUT /api/v1/users/me/password',
    'POST /api/v1/users/me/authenticator/removal',
    'POST /api/v1/users/me/passkeys/:passkeyId/removal',
  ],
  'it proves an address by what was mailed there': [
    'POST /api/v1/users/me/verification-mail',
    'POST /api/v1/users/me/verification',
  ],
  'it names one of the caller’s own': ['PATCH /api/v1/users/me/passkeys/:passkeyId'],
  'it ends what is the caller’s own': [
    'DELETE /api/v1/users/me/remaining-credentials',
    'DELETE /api/v1/users/me/trusted-browsers',
    'DELETE /api/v1/users/me/trusted-browsers/:browserId',
  ],
  'it answers an invitation of the caller': [
    'POST /api/v1/brand-invitations/:brand_id/acceptance',
    'DELETE /api/v1/brand-invitations/:brand_id',
  ],
  'a new brand is on no page; an application that is to carry it takes one': ['POST /api/v1/brands'],
};

interface Declared {
  guards: string[];
  requires: boolean;
  requirement: Requirement | undefined;
}

const nameOf = (guard: Type | object) => (typeof guard === 'function' ? guard.name : guard.constructor.name);
const listOf = (value: unknown): string[] => [value ?? []].flat() as string[];

describe('every route', () => {
  const clock = new TestClock();
  let server: Latchkey;
  const registered: string[] = [];
  const declared = new Map<string, Declared>();

  beforeAll(async () => {
    server = await startLatchkey({
      clock,
      onRoute: ({ method, url }) => {
        for (const verb of [method].flat()) registered.push(`${verb} ${url}`);
      },
    });
    for (const module of server.app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) describeController(metatype as Type);
    }
  });
  afterAll(() => server.stop());

  const urlOf = (path: string) => server.baseUrl + path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');

  function describeController(controller: Type): void {
    const prototype = controller.prototype as Record<string, object>;
    for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
      const handler = prototype[name]!;
      const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (verb === undefined) continue;
      const guards = [controller, handler].flatMap(
        (place) => (Reflect.getMetadata(GUARDS_METADATA, place) as Type[] | undefined) ?? [],
      );
      const requirement = Reflect.getMetadata(REQUIREMENT, handler) as Requirement | undefined;
      const requires = requirement !== undefined;
      for (const root of listOf(Reflect.getMetadata(PATH_METADATA, controller))) {
        for (const path of listOf(Reflect.getMetadata(PATH_METADATA, handler))) {
          const url = `/${root}/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');
          declared.set(`${RequestMethod[verb]} ${url}`, { guards: guards.map(nameOf), requires, requirement });
        }
      }
    }
  }

  it('is a handler of a controller, or an answer to HEAD or to a preflight', () => {
    const rest = registered.filter((route) => !declared.has(route) && !/^(HEAD|OPTIONS) /.test(route));
    expect(rest).toEqual([]);
    expect([...declared.keys()].filter((route) => !registered.includes(route))).toEqual([]);
    expect(declared.size).toBeGreaterThan(150);
  });

  it('says who may call it: by @Requires, by a guard that knows the caller, or in the list of those that all may call', () => {
    const open = new Set(Object.values(OPEN).flat());
    const silent: string[] = [];
    for (const [route, { guards, requires }] of declared) {
      const byGuard = Object.values(CALLERS).some((known) => known.join() === guards.join());
      const byRequires = requires && guards.join() === CALLER.join();
      if (!byRequires && !byGuard && !open.has(route)) silent.push(`${route} (${guards.join(', ') || 'no guard'})`);
      expectOf(route, (byRequires || byGuard) && open.has(route)).toBe(false);
    }
    expect(silent).toEqual([]);
    expect([...open].filter((route) => !declared.has(route))).toEqual([]);
  });

  it('that writes takes a fresh second factor of an administrator, or is listed here with the reason', () => {
    const own = [...declared].filter(([route]) => route.includes(' /api/v1/'));
    const marked = (as: Requirement['fresh']) =>
      own.filter(([, { requirement }]) => requirement?.fresh === as).map(([route]) => route);
    expect(marked(true).sort()).toEqual([...FRESH].sort());
    expect(marked('of-others').sort()).toEqual([...FRESH_OF_OTHERS].sort());
    const writes = own.filter(([route, { requires }]) => requires && !route.startsWith('GET '));
    const left = writes.filter(([, { requirement }]) => !requirement?.fresh).map(([route]) => route);
    expect(left.sort()).toEqual(Object.values(NOT_FRESH).flat().sort());
  });

  it('that takes a fresh second factor refuses an administrator’s session without it, before it looks at the body', async () => {
    const admin = await newPerson(server, await administrator(server), 'admin');
    const older = await sessionCookie(server, admin.email, admin.password);
    await Authenticator.of(admin.api, admin.password, clock);
    for (const route of FRESH) {
      const [method = '', path = ''] = route.split(' ');
      const answer = await call(urlOf(path), { method, headers: older });
      expectOf(route, answer.json).toMatchObject({ code: 'insufficient_user_authentication', status: 401 });
    }
  });

  it('that requires a caller refuses a request without one', async () => {
    for (const [route, { guards, requires }] of declared) {
      if (!requires || guards.join() !== CALLER.join()) continue;
      const [method = '', path = ''] = route.split(' ');
      expectOf(route, (await call(urlOf(path), { method })).status).toBe(401);
    }
  });
});

describe('every guard', () => {
  const files = readdirSync(new URL('../../src/', import.meta.url), { recursive: true, encoding: 'utf8' });

  it('has its spec beside it', () => {
    const guards = files.filter((file) => file.endsWith('.guard.ts'));
    expect(guards.length).toBeGreaterThan(10);
    expect(guards.filter((file) => !files.includes(file.replace(/\.ts$/, '.spec.ts')))).toEqual([]);
  });
});
