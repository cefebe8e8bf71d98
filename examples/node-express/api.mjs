// Protects an API: every call needs a token of the server. npm install express jose
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const ISSUER = 'https://auth.example.com';
// the identifier of the API, if it is registered under Resources
const AUDIENCE = ISSUER;

const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`));

async function authenticate(request, response, next) {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return response.status(401).set('WWW-Authenticate', 'Bearer').end();
  try {
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: AUDIENCE, typ: 'at+jwt' });
    request.caller = { subject: payload.sub, scopes: String(payload.scope ?? '').split(' ') };
    next();
  } catch {
    response.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"').end();
  }
}

const app = express();
app.use(authenticate);
app.get('/', (request, response) => {
  response.json(request.caller);
});

app.listen(8080);
