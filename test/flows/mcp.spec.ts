import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GuardedFetcher } from '../../src/outgoing/guarded-fetcher.js';
import { Browser, type Page } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { ProtectedMcpServer } from '../support/mcp-server.js';
import { claimsOf } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'http://127.0.0.1:33418/callback';
const DOCUMENT = 'https://editor.example.com/oauth/client.json';
const NARROW_DOCUMENT = 'https://editor.example.com/oauth/narrow.json';

/** What a program that speaks MCP keeps about one server; the person's browser is the test's. */
class Editor implements OAuthClientProvider {
  readonly redirectUrl = CALLBACK;
  readonly clientMetadata: OAuthClientMetadata = {
    client_name: 'An editor',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  information: OAuthClientInformationMixed | undefined;
  kept: OAuthTokens | undefined;
  sentTo: URL | undefined;
  private verifier = '';

  constructor(readonly clientMetadataUrl?: string) {}

  clientInformation() {
    return this.information;
  }
  saveClientInformation(information: OAuthClientInformationMixed) {
    this.information = information;
  }
  tokens() {
    return this.kept;
  }
  saveTokens(tokens: OAuthTokens) {
    this.kept = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.sentTo = url;
  }
  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }
  codeVerifier() {
    return this.verifier;
  }
}

let server: Latchkey;
let mcp: ProtectedMcpServer;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
  mcp = await ProtectedMcpServer.trusting(server.baseUrl);
  const admin = await administrator(server);
  person = await newPerson(server, admin);
  for (const name of ['tools:use', 'tools:more']) {
    const scope = await admin.api.post('scopes', { name, description: 'Use tools' });
    expectOf(scope.text, scope.status).toBe(201);
  }
  const resource = { identifier: mcp.url, name: 'Calculator', scopes: ['tools:use', 'tools:more'] };
  expect((await admin.api.post('resources', resource)).status).toBe(201);
});

afterAll(async () => {
  jest.restoreAllMocks();
  await mcp.close();
  await server.stop();
});

function connected(editor: Editor): Promise<Client> {
  const client = new Client({ name: 'editor', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL(mcp.url), { authProvider: editor });
  return client.connect(transport).then(() => client);
}

/** The program opens the person's browser, which comes back with a code. */
async function authorized(editor: Editor): Promise<Page> {
  const transport = new StreamableHTTPClientTransport(new URL(mcp.url), { authProvider: editor });
  const client = new Client({ name: 'editor', version: '1.0.0' });
  await expect(client.connect(transport)).rejects.toBeInstanceOf(UnauthorizedError);
  return allowed(editor, transport);
}

/** The person allows what the program was sent to ask for. */
async function allowed(editor: Editor, transport: StreamableHTTPClientTransport): Promise<Page> {
  const url = editor.sentTo!;
  expect(url.origin).toBe(server.baseUrl);
  expect(url.searchParams.get('resource')).toBe(mcp.url);
  const browser = new Browser(server.baseUrl);
  const signIn = await browser.open(`${url.pathname}${url.search}`);
  const consent = await browser.submit(signIn, { username: person.email, password: person.password });
  const back = await browser.submit(consent, { decision: 'allow' });
  expectOf(back.text, back.leftFor?.href).toContain(CALLBACK);
  expect(back.leftFor?.searchParams.get('iss')).toBe(server.baseUrl);
  await transport.finishAuth(back.leftFor?.searchParams.get('code') ?? '');
  return consent;
}

function describedAt(address: string, metadata: OAuthClientMetadata): void {
  jest.spyOn(server.app.get(GuardedFetcher, { strict: false }), 'getDocument').mockImplementation((url) => {
    expect(url).toBe(address);
    return Promise.resolve({ json: { ...metadata, client_id: address }, cacheControl: '' });
  });
}

async function addsUp(editor: Editor): Promise<void> {
  const client = await connected(editor);
  const result = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } });
  expect(result.content).toEqual([{ type: 'text', text: '5' }]);
  await client.close();
}

describe('an MCP client that knows only the address of the server', () => {
  it('registers itself, gets a token for that server, and calls a tool', async () => {
    const editor = new Editor();
    await authorized(editor);
    expect(claimsOf(editor.kept?.access_token)).toMatchObject({ aud: mcp.url, scope: 'tools:use' });
    await addsUp(editor);
  });

  it('is described by the document at its client_id, gets a token, and calls a tool', async () => {
    const editor = new Editor(DOCUMENT);
    describedAt(DOCUMENT, editor.clientMetadata);
    const consent = await authorized(editor);
    expect(consent.text).toContain('editor.example.com');
    expect(editor.information).toMatchObject({ client_id: DOCUMENT });
    expect(claimsOf(editor.kept?.access_token)).toMatchObject({ client_id: DOCUMENT, aud: mcp.url });
    await addsUp(editor);
  });

  it.each([
    ['registers itself', undefined],
    ['is described by its document', NARROW_DOCUMENT],
  ])('gets a scope that a tool needs and it did not begin with: it %s', async (_, address) => {
    const editor = new Editor(address);
    if (address !== undefined) describedAt(address, { ...editor.clientMetadata, scope: 'tools:use' });
    await authorized(editor);
    const { client_id } = editor.information!;
    expect(claimsOf(editor.kept?.access_token)).toMatchObject({ scope: 'tools:use' });
    const transport = new StreamableHTTPClientTransport(new URL(mcp.url), { authProvider: editor });
    const client = new Client({ name: 'editor', version: '1.0.0' });
    await client.connect(transport);
    // with a refresh token this version of the SDK refreshes, which adds no scope, and does not ask the person
    delete editor.kept?.refresh_token;
    const multiply = () => client.callTool({ name: 'multiply', arguments: { a: 2, b: 3 } });
    await expect(multiply()).rejects.toBeInstanceOf(UnauthorizedError);
    const consent = await allowed(editor, transport);
    expect(consent.text).toContain('tools:more');
    expect(editor.information).toMatchObject({ client_id });
    expect(claimsOf(editor.kept?.access_token)).toMatchObject({ scope: 'tools:use tools:more' });
    expect((await multiply()).content).toEqual([{ type: 'text', text: '6' }]);
    await client.close();
  });

  it('refreshes when the token is no good any more', async () => {
    const editor = new Editor();
    await authorized(editor);
    const before = editor.kept?.refresh_token;
    editor.kept = { ...editor.kept!, access_token: 'expired' };
    await addsUp(editor);
    expect(editor.kept.refresh_token).not.toBe(before);
  });

  it('gets a token that our own APIs do not take', async () => {
    const editor = new Editor();
    await authorized(editor);
    const headers = { authorization: `Bearer ${editor.kept?.access_token ?? ''}` };
    expect((await fetch(`${server.baseUrl}/api/v1/users/me`, { headers })).status).toBe(401);
  });
});
