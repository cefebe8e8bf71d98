import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandler } from 'fastify';

/** What applications that run in browsers call from their own origins, and how. See docs/adr/0022. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  '/oauth/token': 'POST',
  '/oauth/revoke': 'POST',
  '/oauth/par': 'POST',
  '/oauth/userinfo': 'GET, POST',
  '/oauth/register': 'POST',
  '/oauth/register/:client_id': 'GET, PUT, DELETE',
};
/** What says `*` to everybody, because it may be cached; here only asked about. */
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
const ANYBODY = 'access-control-allow-origin';
/** What a client must be able to read besides the body: RFC 9449 §8, RFC 6750 §3. */
const READABLE = 'DPoP-Nonce, WWW-Authenticate, Retry-After, X-Request-Id';
const PREFLIGHT = {
  [ANYBODY]: '*',
  // the asterisk does not include Authorization
  'access-control-allow-headers': 'Authorization, Content-Type, DPoP, *',
  'access-control-max-age': '7200',
};

/** Says what is wrong with a request on a route that is not Nest's, such as a body that cannot be read. */
export type AnswerError = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

/** Lets applications in browsers call what is meant for them; to be called before there are routes. */
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

/** Refusals are to be read, too. Who sends no Origin is no browser. */
function shareAnswer({ headers }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (headers.origin !== undefined) {
    void reply.header(ANYBODY, '*').header('access-control-expose-headers', READABLE);
  }
  done();
}
