import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content: Record<string, { schema?: unknown }> };
  responses?: Record<string, { description?: string; $ref?: string; content?: Record<string, { schema?: unknown }> }>;
  security?: Record<string, string[]>[];
}

interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, object>;
    responses: Record<string, object>;
    securitySchemes: Record<string, { type: string; in?: string; name?: string; scheme?: string }>;
  };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What clients were promised, under the paths they were promised it. */
const PROMISED = [
  'POST /auth/login',
  'POST /auth/refresh',
  'POST /auth/revoke',
  'POST /api/v1/login/access-token',
  'POST /v1/auth/login',
  'POST /v1/auth/refresh',
  'POST /v1/session/login',
  'POST /v1/session/logout',
  'POST /api/v1/auth/password',
  'POST /api/v1/auth/refresh',
  'GET /oauth/authorize',
  'POST /oauth/token',
  'POST /oauth/revoke',
  'POST /oauth/introspect',
  'GET /.well-known/jwks.json',
  ...['users', 'brands', 'applications', 'api-keys', 'scopes', 'resources', 'ip-whitelist'].flatMap((things) => [
    `GET /api/v1/${things}`,
    `POST /api/v1/${things}`,
  ]),
  ...['sessions', 'grants', 'audit-events', 'signing-keys'].map((things) => `GET /api/v1/${things}`),
  'POST /api/v1/incidents/end',
];

describe('the OpenAPI document', () => {
  let latchkey: Latchkey;
  let document: OpenApi;
  let operations: { name: string; path: string; method: string; operation: Operation }[];
  beforeAll(async () => {
    latchkey = await startLatchkey();
    document = (await call(`${latchkey.baseUrl}/docs/openapi.json`)).json as OpenApi;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        path,
        method,
        operation,
      })),
    );
  });
  afterAll(() => latchkey.stop());

  it('is OpenAPI 3.1, and public', async () => {
    const answer = await call(`${latchkey.baseUrl}/docs/openapi.json/`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info).toMatchObject({ title: 'Latchkey', version: expect.any(String) });
    expect(document.servers).toEqual([{ url: '/' }]);
  });

  it('has every call that was promised', () => {
    const names = new Set(operations.map(({ name }) => name));
    expect(PROMISED.filter((name) => !names.has(name))).toEqual([]);
  });

  it('has every endpoint that the metadata names', async () => {
    const metadata = (await call(`${latchkey.baseUrl}/.well-known/openid-configuration`)).json as Record<
      string,
      unknown
    >;
    const urls = Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name));
    const paths = urls.map(([, url]) => String(url).slice(latchkey.baseUrl.length));
    expect(paths.filter((path) => !Object.hasOwn(document.paths, path))).toEqual([]);
  });

  it('gives every operation an id of its own, a summary, a tag, answers and what it takes to call it', () => {
    const incomplete = operations.filter(
      ({ method, operation: { operationId, summary, tags, responses, security } }) =>
        !METHODS.includes(method) ||
        !operationId ||
        !summary ||
        tags?.length !== 1 ||
        !Array.isArray(security) ||
        !Object.keys(responses ?? {}).some((status) => /^[23]\d\d$/.test(status)),
    );
    expect(incomplete.map(({ name }) => `${name}: describe it, or exclude what only browsers are sent to`)).toEqual([]);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z][\w]*$/);
  });

  it('describes every answer, and says how each face refuses', () => {
    for (const { name, path, operation } of operations) {
      const responses = Object.entries(operation.responses ?? {});
      for (const [status, response] of responses) {
        expectOf(name, status).toMatch(/^([1-5]\d\d|default)$/);
        expectOf(`${name} ${status}`, response.description ?? response.$ref).toBeTruthy();
      }
      if (operation.responses?.['303']) continue; // for browsers: pages say it in words
      const face = [
        ['/auth/', 'EnvelopedError'],
        ['/oauth/', 'OAuthError'],
        ['/api/v1/login/', 'Detail'],
      ].find(([prefix]) => path.startsWith(prefix!));
      const refusal = `#/components/responses/${face?.[1] ?? 'Problem'}`;
      expectOf(name, operation.responses?.default).toEqual({ $ref: refusal });
      if (operation.requestBody) expectOf(name, operation.responses?.['400']).toEqual({ $ref: `${refusal}400` });
    }
  });

  it('has a schema for every parameter, body and answer with content', () => {
    for (const { name, operation } of operations) {
      for (const parameter of operation.parameters ?? []) expectOf(name, typeof parameter.schema).toBe('object');
      const contents = [
        operation.requestBody?.content ?? {},
        ...Object.values(operation.responses ?? {}).map((response) => response.content ?? {}),
      ].flatMap((content) => Object.values(content));
      for (const content of contents) expectOf(name, typeof content.schema).toBe('object');
      const body = operation.requestBody;
      if (body) expectOf(name, Object.keys(body.content).length).toBeGreaterThan(0);
    }
  });

  it('names the parameters of a path as the path does', () => {
    for (const { name, path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter).sort();
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expectOf(name, declared.map((parameter) => parameter.name).sort()).toEqual(inPath);
      for (const parameter of declared) expectOf(name, parameter.required).toBe(true);
      const all = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
      expectOf(name, new Set(all).size).toBe(all.length);
    }
  });

  it('resolves every reference, and refers to every part', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!));
    for (const reference of references) {
      const [root, ...steps] = reference.split('/');
      expect(root).toBe('#');
      const target = steps.reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], document);
      expectOf(reference, typeof target).toBe('object');
    }
    for (const kind of ['schemas', 'responses'] as const) {
      for (const name of Object.keys(document.components[kind])) {
        expectOf(name, references.has(`#/components/${kind}/${name}`)).toBe(true);
      }
    }
  });

  it('spells null and defaults the way that generators of clients understand', () => {
    const faults: string[] = [];
    const look = (node: unknown, place: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { anyOf, default: fallback } = node as { anyOf?: { type?: unknown }[]; default?: unknown };
      if (Array.isArray(anyOf) && anyOf.some(({ type }) => type === 'null')) faults.push(`${place}: anyOf with null`);
      if (Array.isArray(anyOf) && fallback !== undefined) faults.push(`${place}: anyOf with a default`);
      if (JSON.stringify(fallback) === '{}') faults.push(`${place}: an empty object as default`);
      for (const [name, part] of Object.entries(node)) look(part, `${place}/${name}`);
    };
    look(document, '');
    expect(faults).toEqual([]);
  });

  it('knows the ways to authenticate', () => {
    expect(document.components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      'api-key': { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      session: { type: 'apiKey', in: 'cookie', name: latchkey.cookies.session },
      client: { type: 'http', scheme: 'basic' },
    });
    for (const { name, operation } of operations) {
      for (const scheme of (operation.security ?? []).flatMap((each) => Object.keys(each))) {
        expectOf(name, Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    }
  });

  it('requires a credential for administration', async () => {
    const managed = operations.filter(({ path }) => /^\/api\/v1\/(?!auth|login)/.test(path));
    expect(managed.length).toBeGreaterThan(40);
    for (const { name, path, method, operation } of managed) {
      expectOf(name, operation.security).toEqual([{ bearer: [] }, { 'api-key': [] }, { session: [] }]);
      const answer = await call(`${latchkey.baseUrl}${path.replace(/\{\w+\}/g, 'x')}`, {
        method: method.toUpperCase(),
      });
      expectOf(name, answer.status).toBe(401);
    }
  });

  it('lists routes under two prefixes once', () => {
    for (const { path } of operations) {
      if (path.startsWith('/v1/')) expect(path).toMatch(/^\/v1\/(auth|session)\//);
    }
  });

  it('calls the cookie what this server calls it', async () => {
    const secure = await startLatchkey({ settings: { ISSUER: 'https://auth.example.com' } });
    const { components } = (await call(`${secure.baseUrl}/docs/openapi.json`)).json as OpenApi;
    expect(components.securitySchemes.session?.name).toBe('__Host-latchkey');
    await secure.stop();
  });
});

describe('the page at /docs', () => {
  let latchkey: Latchkey;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey.stop());

  it('runs nothing inline and loads nothing from elsewhere', async () => {
    for (const path of ['/docs', '/docs/']) {
      const answer = await call(`${latchkey.baseUrl}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      const policy = answer.headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toMatch(/https?:/);
      expect(answer.text).not.toMatch(/<style|<script(?![^>]* src=")|\son\w+=|style=/i);
      expect(answer.text).not.toMatch(/<(?!a )[^>]* (src|href)="(?!\/docs\/)/);
    }
  });

  it('finds everything it loads', async () => {
    const page = await call(`${latchkey.baseUrl}/docs`);
    const urls = [...page.text.matchAll(/<(?!a )[^>]* (?:src|href|data-document)="([^"]+)"/g)].map(([, url]) => url!);
    expect(urls.length).toBeGreaterThanOrEqual(5);
    for (const url of urls) {
      const answer = await call(`${latchkey.baseUrl}${url}`);
      expectOf(url, answer.status).toBe(200);
      expectOf(url, answer.text.length).toBeGreaterThan(100);
      const type = url.endsWith('.js') ? 'text/javascript' : url.endsWith('.css') ? 'text/css' : /image\/png|json/;
      expectOf(url, answer.headers['content-type']).toMatch(type);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('serves nothing else of the package', async () => {
    for (const file of ['package.json', 'swagger-ui.js', '..%2fpackage.json', 'index.html', '__proto__']) {
      expectOf(file, (await call(`${latchkey.baseUrl}/docs/assets/${file}`)).status).toBe(404);
    }
  });

  it('links under the path of the issuer', async () => {
    const nested = await startLatchkey({ settings: { ISSUER: 'https://example.com/auth' } });
    const page = await call(`${nested.baseUrl}/docs`);
    expect(page.text).toContain('src="/auth/docs/assets/swagger-ui-bundle.js"');
    await nested.stop();
  });
});
