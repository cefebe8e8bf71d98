import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Strategy, type StrategyOptionsWithRequest, type VerifyCallback } from 'passport-oauth2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  params: { scope: string; token_type: string; expires_in: number };
}

/** A web application that signs its users in with passport-oauth2; without Express, as Passport calls a strategy. */
class WebApplication {
  private readonly session: Record<string, unknown> = {};
  private strategy: Strategy | undefined;

  private constructor(
    private readonly server: Server,
    readonly callback: string,
  ) {}

  static async start(): Promise<WebApplication> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    return new WebApplication(
      server,
      `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/auth/callback`,
    );
  }

  use(options: Omit<StrategyOptionsWithRequest, 'passReqToCallback' | 'callbackURL'>): void {
    this.strategy = new Strategy(
      { ...options, callbackURL: this.callback, passReqToCallback: true },
      (
        _request: unknown,
        accessToken: string,
        refreshToken: string,
        params: Tokens['params'],
        _profile: unknown,
        done: VerifyCallback,
      ) => done(null, { accessToken, refreshToken, params }),
    );
  }

  /** What Passport does with a request: redirect the browser, sign a person in, or fail. */
  handle(url: string): Promise<{ redirect: string } | { user: Tokens } | { failure: unknown }> {
    return new Promise((resolve, reject) => {
      const strategy = Object.create(this.strategy!) as Strategy & {
        redirect: (to: string) => void;
        success: (user: unknown) => void;
        fail: (challenge: unknown) => void;
        error: (error: Error) => void;
      };
      strategy.redirect = (redirect) => resolve({ redirect });
      strategy.success = (user) => resolve({ user: user as Tokens });
      strategy.fail = (failure) => resolve({ failure });
      strategy.error = reject;
      const query = Object.fromEntries(new URL(url, this.callback).searchParams);
      strategy.authenticate({ query, session: this.session, headers: {}, url } as never, {});
    });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let server: Latchkey;
let person: Person;
let application: WebApplication;

beforeAll(async () => {
  server = await startLatchkey();
  person = await newPerson(server, await administrator(server));
  application = await WebApplication.start();
});
afterAll(async () => {
  await application.stop();
  await server.stop();
});

async function registered(scopes: string[]): Promise<{ clientID: string; clientSecret: string }> {
  const answer = await person.api.post('applications', {
    name: 'A web application',
    scopes,
    redirect_uris: [application.callback],
  });
  expectOf(answer.text, answer.status).toBe(201);
  const { client_id: clientID, client_secret: clientSecret } = answer.json as Record<string, string>;
  return { clientID: clientID!, clientSecret: clientSecret! };
}

/** The browser goes where Passport sends it, and comes back. */
async function sentThrough(decision = 'allow'): Promise<string> {
  const begun = await application.handle('/auth');
  const away = new URL((begun as { redirect: string }).redirect);
  expect(away.origin).toBe(server.baseUrl);
  const browser = new Browser(server.baseUrl);
  const back = await browser.walk(await browser.open(`${away.pathname}${away.search}`), person, decision);
  expectOf(back.text, back.leftFor?.href).toContain(application.callback);
  return `${back.leftFor?.pathname ?? ''}${back.leftFor?.search ?? ''}`;
}

const endpoints = () => ({
  authorizationURL: `${server.baseUrl}/oauth/authorize`,
  tokenURL: `${server.baseUrl}/oauth/token`,
});

describe('passport-oauth2 signs a person in', () => {
  it('with a secret alone', async () => {
    const scope = ['read:resources', 'write:resources'];
    application.use({ ...endpoints(), ...(await registered(scope)), scope, state: true });
    const { user } = (await application.handle(await sentThrough())) as { user: Tokens };
    expect(user.params).toMatchObject({ token_type: 'Bearer', expires_in: 7200, scope: scope.join(' ') });
    const headers = { authorization: `Bearer ${user.accessToken}` };
    expect((await fetch(`${server.baseUrl}/v1/resources`, { headers })).status).toBe(200);
  });

  it('with PKCE and a state, and gets a refresh token', async () => {
    const scope = ['public', 'read_items'];
    application.use({ ...endpoints(), ...(await registered(scope)), scope, state: true, pkce: true });
    const { user } = (await application.handle(await sentThrough())) as { user: Tokens };
    expect(user.params.scope).toBe('public read_items');
    expect(user.refreshToken).toMatch(/^lkr_/);
  });

  it('and hears of a denial', async () => {
    application.use({ ...endpoints(), ...(await registered(['public'])), scope: ['public'], state: true });
    expect(await application.handle(await sentThrough('deny'))).toEqual({
      failure: { message: 'The person denied the request' },
    });
  });

  it('and is refused a code that was used', async () => {
    application.use({ ...endpoints(), ...(await registered(['public'])), scope: ['public'] });
    const back = await sentThrough();
    expect(await application.handle(back)).toHaveProperty('user');
    await expect(application.handle(back)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});
