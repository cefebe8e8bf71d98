import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandler } from 'fastify';

/** The endpoints that browser applications call from their own origins, and the methods allowed. See docs/adr/0022. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  '/oauth/token': 'POST',
  '/oauth/revoke': 'POST',
  '/oauth/par': 'POST',
  '/oauth/device_authorization': 'POST',
  '/oauth/userinfo': 'GET, POST',
  '/oauth/register': 'POST',
  '/oauth/register/:client_id': 'GET, PUT, DELETE',
};
/** Paths whose answer carries `*` in any case, because it may be cached; here only preflights are answered. */
const METADATA: Readonly<Record<string, string>> = {
  '/.well-known/openid-configuration': 'GET',
  '/.well-known/openid-configuration/*': 'GET',
  '/.well-known/oauth-authorization-server': 'GET',
  '/.well-known/oauth-authorization-server/*': 'GET',
  '/.well-known/oauth-protected-resource': 'GET',
  '/.well-known/oauth-protected-resource/*': 'GET',
  '/.well-known/jwks.json': 'GET',
};

/** Any origin, and never with cookies: https://fetch.spec.whatwg.org/#cors-protocol-and-credentials */
const ALLOW_ORIGIN = 'access-control-allow-origin';
/** Response headers that a client must be able to read: RFC 9449 §8, RFC 6750 §3. */
const READABLE = 'DPoP-Nonce, WWW-Authenticate, Retry-After, X-Request-Id';
const PREFLIGHT = {
  [ALLOW_ORIGIN]: '*',
  // the asterisk does not include Authorization
  'access-control-allow-headers': 'Authorization, Content-Type, DPoP, *',
  'access-control-max-age': '7200',
};

/** Answers errors on a route outside Nest, such as an unreadable body. */
export type AnswerError = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

/** Allows cross-origin calls to the public endpoints. Call it before the routes are registered. */
export function allowCrossOrigin(fastify: FastifyInstance, answerError: AnswerError): void {
  fastify.addHook('onRoute', (route) => {
    if (route.method !== 'OPTIONS' && route.url in ENDPOINTS) route.onRequest = shareAnswer;
  });
  for (const [url, methods] of Object.entries({ ...ENDPOINTS, ...METADATA })) {
    const headers = { ...PREFLIGHT, 'access-control-allow-methods': methods };
    const handler: RouteHandler = (_request, reply) => reply.status(204).headers(headers).send();
    fastify.options(url, { errorHandler: answerError }, handler);
  }
}

/** Refusals must be readable too. A request without Origin is not from a browser. */
function shareAnswer({ headers }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (headers.origin !== undefined) {
    void reply.header(ALLOW_ORIGIN, '*').header('access-control-expose-headers', READABLE);
  }
  done();
}
