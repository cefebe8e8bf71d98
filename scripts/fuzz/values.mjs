import fc from 'fast-check';

const OPTIONS = { seed: 42, numRuns: 300 };
const STRINGS = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), OPTIONS);
const DOCUMENTS = fc.sample(fc.jsonValue({ maxDepth: 5 }), OPTIONS);

/** Texts that broke one parser or another. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  'é'.normalize('NFD').repeat(500),
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-1',
  '0',
  '1e309',
  '9007199254740993',
  '99999999999999999999999999',
  '2147483648',
  '-2147483649',
  '0x10',
  'true',
  '[]',
  '{}',
  '{"$ne":null}',
  "' OR 1=1; --",
  '%00',
  '%',
  '%zz',
  '%c0%af',
  '../../etc/passwd',
  'javascript:alert(1)',
  'http://[',
  'http://[::1',
  'https://\u0000/',
  'https://user:pw@example.com/',
  'https://example.com:99999/',
  `https://${'a'.repeat(300)}.example/`,
  'https://xn--/',
  'http://127.0.0.1:1/',
  'http://127.0.0.1:1/client.json',
  'urn:ietf:params:oauth:request_uri:x',
  'eyJhbGciOiJub25lIn0.e30.',
  'eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLyJ9.eyJzdWIiOiJhIn0.AAAA',
  'eyJhbGciOiJIUzI1NiJ9.bnVsbA.AAAA',
  'eyJhbGciOlsxXX0.W10.AAAA',
  'a.b.c',
  '..',
  '....',
  'a'.repeat(300),
  'a'.repeat(5000),
  'x '.repeat(3000),
  '(((((((((((((((((((((((((((((((a',
  '2024-13-45T99:99:99Z',
  '275760-09-14T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-01-01',
  '10.0.0.1/8',
  '::ffff:10.0.0.0/8',
  '::ffff:999.1.1.1',
  'fe80::1%eth0',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '00000000-0000-4000-8000-000000000000',
  'key_nothing',
  'openid openid  openid',
  'openid\tprofile',
  'none login consent',
  'authorization_code',
  'client_credentials',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  'urn:ietf:params:oauth:token-type:access_token',
  'code',
  'S256',
  'plain',
  'query',
  'fragment',
  'form_post',
  'jwt',
  'allow',
  'deny',
  'admin',
  'member',
  'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  '{"id_token":{"sub":{"value":{}}},"userinfo":[]}',
  '{"userinfo":{"__proto__":null}}',
];

const OTHERS = [null, true, false, 0, -1, 1.5, -0, 1e308, 2 ** 53, 2 ** 31, [], {}, [[[]]], [null], { a: { b: {} } }];

/** A text that a field may be sent, often one that the server itself gave under that name. */
export function textFor(name, random, answers) {
  const known = answers.valuesOf(name);
  if (known.length > 0 && random.chance(0.5)) return random.of(known);
  if (random.chance(0.15)) return random.of(STRINGS);
  return random.of(TEXTS);
}

/** Any JSON value. */
export function anyValue(name, random, answers) {
  if (random.chance(0.4)) return textFor(name, random, answers);
  if (random.chance(0.3)) return random.of(DOCUMENTS);
  if (random.chance(0.1)) return Array.from({ length: 2000 }, () => random.of(TEXTS));
  return random.of(OTHERS);
}

/** A value that this schema would take, as far as a few of its words go. */
export function valueOf(schema, name, random, answers, depth = 0) {
  const { type, properties, items, anyOf, oneOf, allOf, const: only } = schema ?? {};
  if (only !== undefined) return only;
  if (Array.isArray(schema?.enum)) return random.of(schema.enum);
  const choices = anyOf ?? oneOf ?? allOf;
  if (Array.isArray(choices)) return valueOf(random.of(choices), name, random, answers, depth);
  if (properties !== undefined && depth < 5) {
    const present = Object.entries(properties).filter(
      ([key]) => schema.required?.includes(key) === true || random.chance(0.5),
    );
    return Object.fromEntries(present.map(([key, one]) => [key, valueOf(one, key, random, answers, depth + 1)]));
  }
  if (type === 'array') {
    return Array.from({ length: random.below(3) }, () => valueOf(items, name, random, answers, depth + 1));
  }
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'integer' || type === 'number') return random.of([schema.minimum ?? 0, schema.maximum ?? 100, 60, 3600]);
  if (type === 'null') return null;
  if (schema?.example !== undefined && random.chance(0.3)) return schema.example;
  if (schema?.format === 'uuid' && random.chance(0.5)) return '00000000-0000-4000-8000-000000000000';
  if (schema?.format === 'uri') return 'https://rp.example/cb';
  const known = answers.valuesOf(name);
  if (known.length > 0 && random.chance(0.7)) return random.of(known);
  if (random.chance(0.8)) return `text-${String(random.below(1000))}`;
  return textFor(name, random, answers);
}
