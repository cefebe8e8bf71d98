// Protects an API: every call needs a token of the server. npm install fastify jose
import fastify from 'fastify';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const ISSUER = 'https://auth.example.com';
// the identifier of the API, if it is registered under Resources
const AUDIENCE = ISSUER;

const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`));
const app = fastify();

app.decorateRequest('caller', null);
app.addHook('onRequest', async (request, reply) => {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return reply.code(401).header('WWW-Authenticate', 'Bearer').send();
  try {
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: AUDIENCE, typ: 'at+jwt' });
    request.caller = { subject: payload.sub, scopes: String(payload.scope ?? '').split(' ') };
  } catch {
    return reply.code(401).header('WWW-Authenticate', 'Bearer error="invalid_token"').send();
  }
});

app.get('/', (request) => request.caller);

await app.listen({ port: 8080 });
