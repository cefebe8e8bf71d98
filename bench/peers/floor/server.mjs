// The limits: bare Fastify doing only what cannot be left out. env: PORT, DATABASE_URL, PASSWORD_HASH.
//   POST /token     a form, one ES256 signature          POST /refresh   the same and one prepared UPDATE by primary key
//   GET  /read      one ES256 verification                POST /login     argon2id alone
import crypto from 'node:crypto';
import { verify } from '@node-rs/argon2';
import Fastify from 'fastify';
import pg from 'pg';

const { PORT, DATABASE_URL, PASSWORD_HASH } = process.env;
const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
const header = encode({ alg: 'ES256', typ: 'at+jwt', kid: 'floor' });

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function token() {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'http://localhost',
    sub: 'bench-client',
    aud: 'http://localhost',
    jti: crypto.randomUUID(),
    iat,
    exp: iat + 3600,
  };
  const input = `${header}.${encode(claims)}`;
  const signature = crypto.sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function answer(reply, extra = {}) {
  void reply
    .header('cache-control', 'no-store')
    .send({ access_token: token(), token_type: 'Bearer', expires_in: 3600, ...extra });
}

const fastify = Fastify({ logger: false });
fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
  done(null, new URLSearchParams(body));
});
fastify.get('/health', async () => 'ok');
fastify.post('/token', (_request, reply) => {
  answer(reply);
});
fastify.post('/refresh', async (request, reply) => {
  const id = Number(request.body.get('refresh_token').split('.')[0]);
  const next = crypto.randomBytes(32);
  const { rows } = await pool.query({
    name: 'rotate',
    text: 'UPDATE floor SET generation = generation + 1, hash = $2 WHERE id = $1 RETURNING generation',
    values: [id, crypto.createHash('sha256').update(next).digest()],
  });
  answer(reply, { refresh_token: `${id}.${rows[0].generation}.${next.toString('base64url')}` });
  return reply;
});
fastify.get('/issue', (_request, reply) => {
  answer(reply);
});
fastify.get('/read', (request, reply) => {
  const presented = request.headers.authorization.slice('Bearer '.length);
  const dot = presented.lastIndexOf('.');
  const valid = crypto.verify(
    'sha256',
    Buffer.from(presented.slice(0, dot)),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(presented.slice(dot + 1), 'base64url'),
  );
  void reply.status(valid ? 200 : 401).send({ ok: valid });
});
fastify.post('/login', async (request) => ({
  access_token: await verify(PASSWORD_HASH, request.body.get('password')),
}));
await fastify.listen({ port: Number(PORT), host: 'localhost' });
