import { createHash, randomBytes } from 'node:crypto';
import { Browser, type Page } from './browser.js';
import { type Answer, basic, postForm } from './http.js';
import { type ApplicationRow, addApplication, type OAuthClient } from './oauth-application.js';
import type { Latchkey } from './server.js';

export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'read_items'];

export interface Person {
  email: string;
  password: string;
}

export interface IdTokenAnswer {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  scope: string;
}

/** An application that signs people in here, and what it does for that. */
export class RelyingParty {
  private constructor(
    readonly server: Latchkey,
    readonly client: OAuthClient,
    readonly redirectUri: string,
    private readonly isPublic: boolean,
  ) {}

  static async at(server: Latchkey, row: ApplicationRow = {}): Promise<RelyingParty> {
    const redirectUri = row.redirectUris?.[0] ?? 'https://app.example.com/callback';
    const client = await addApplication(server.database, {
      scopes: OPENID_SCOPES,
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [redirectUri],
      ...row,
    });
    return new RelyingParty(server, client, redirectUri, row.type === 'public');
  }

  /** One that was made elsewhere; not for redeeming codes where its secret is left out. */
  static of(server: Latchkey, client: OAuthClient, redirectUri: string): RelyingParty {
    return new RelyingParty(server, client, redirectUri, false);
  }

  /** The path of an authorization request; a parameter set to undefined is left out. */
  request(parameters: Record<string, string | undefined> = {}): string {
    const all: Record<string, string | undefined> = {
      response_type: 'code',
      client_id: this.client.clientId,
      redirect_uri: this.redirectUri,
      scope: 'openid profile email',
      state: 'the state',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
      ...parameters,
    };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `/oauth/authorize?${new URLSearchParams(given).toString()}`;
  }

  /** Sends a person through; where the browser left for. */
  async authorize(
    person: Person,
    parameters: Record<string, string | undefined> = {},
    browser = new Browser(this.server.baseUrl),
  ): Promise<URL> {
    const page: Page = await browser.walk(await browser.open(this.request(parameters)), person);
    if (page.leftFor === undefined) throw new Error(`the browser rests at ${page.url}:\n${page.text}`);
    return page.leftFor;
  }

  redeem(code: string, parameters: Record<string, string> = {}, extra: Record<string, string> = {}): Promise<Answer> {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: VERIFIER,
      ...parameters,
    };
    return this.token(form, extra);
  }

  token(parameters: Record<string, string>, extra: Record<string, string> = {}): Promise<Answer> {
    const { clientId, clientSecret } = this.client;
    const identity: Record<string, string> = this.isPublic ? { client_id: clientId } : {};
    const headers = { ...(this.isPublic ? {} : basic(clientId, clientSecret)), ...extra };
    return postForm(`${this.server.baseUrl}/oauth/token`, { ...identity, ...parameters }, headers);
  }

  /** The tokens a person's sign-in gives. */
  async tokens(
    person: Person,
    parameters: Record<string, string | undefined> = {},
    browser = new Browser(this.server.baseUrl),
  ): Promise<IdTokenAnswer> {
    const back = await this.authorize(person, parameters, browser);
    const answer = await this.redeem(back.searchParams.get('code') ?? '');
    if (answer.status !== 200) throw new Error(`${back.href} gave no tokens: ${answer.text}`);
    return answer.json as IdTokenAnswer;
  }
}

export const VERIFIER = randomBytes(32).toString('base64url');

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** The claims of a JWT, unverified. */
export function claimsOf(jwt: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
