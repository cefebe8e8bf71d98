import { anyValue, textFor, valueOf } from './values.mjs';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const TYPES = [
  FORM,
  JSON_TYPE,
  'text/plain',
  'application/json; charset=utf-16',
  'application/json;;;',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/x-www-form-urlencoded; charset=\xff',
  'application/jwt',
  'application/problem+json',
  '*/*',
  ';',
  '',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'];
const HEADERS = [
  ['Accept', 'text/html;q=x, */*;q=-1'],
  ['Accept', ','.repeat(5000)],
  ['Accept-Language', '\xff\xfe'],
  ['Accept-Encoding', 'br;q=1.0, gzip;q=0.00001, zstd, \x01'.replace('\x01', '')],
  ['Authorization', 'Bearer'],
  ['Authorization', 'Bearer a b'],
  ['Authorization', 'Basic %%%'],
  ['Authorization', `Basic ${Buffer.from('a').toString('base64')}`],
  ['Authorization', `Basic ${Buffer.from('%00:%ff').toString('base64')}`],
  ['Authorization', 'DPoP eyJhbGciOiJub25lIn0.e30.'],
  ['Authorization', `Bearer ${'a'.repeat(6000)}`],
  ['DPoP', 'a.b.c'],
  ['DPoP', 'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7fX0.e30.AA'],
  ['Cookie', '=; =a; \xff=\xff; __Host-session=%'],
  ['Cookie', 'session=a; session=b'],
  ['Cookie', 'a;'.repeat(1500)],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'x, y'],
  ['Expect', '100-continue'],
  ['Expect', 'the unexpected'],
  ['Forwarded', 'for=_x;proto='],
  ['X-Forwarded-For', '203.0.113.7:4711'],
  ['X-Forwarded-For', '[2001:db8::1]:4711, ,,unknown'],
  ['X-Forwarded-For', ','.repeat(3000)],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', '\t'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Request-Id', 'a'.repeat(3000)],
  ['X-API-Key', '\xff'],
  ['X-API-Key', 'sk_live_'],
  ['Origin', 'null'],
  ['Origin', 'http://[::'],
  ['Range', 'bytes=0-,-1,5-2'],
  ['If-None-Match', '"'],
  ['If-Modified-Since', 'never'],
  ['Last-Event-ID', '-1'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Access-Control-Request-Method', 'X'],
  ['Host', 'evil.example'],
  ['Upgrade', 'h2c'],
];
const ALIAS = /^\/api\/v1\//;

/** Makes the n-th request of a run. */
export class RequestMaker {
  #operations;
  #callers;
  #answers;

  constructor(operations, callers, answers) {
    this.#operations = operations;
    this.#callers = callers;
    this.#answers = answers;
  }

  make(random, index) {
    const operation = this.#operations[(index * 7919) % this.#operations.length] ?? random.of(this.#operations);
    const method = random.chance(0.03) ? random.of(METHODS) : operation.method;
    const type = random.chance(0.15) ? random.of(TYPES) : (random.of(operation.types) ?? '');
    const hasBody = operation.types.length > 0 ? random.chance(0.97) : random.chance(0.1);
    const body = hasBody ? this.#body(operation, type, random) : Buffer.alloc(0);
    const headers = [
      ['Host', '127.0.0.1'],
      ['Connection', 'close'],
      ...Object.entries(this.#callers.pick(random).headers),
      ...(hasBody && type !== '' ? [['Content-Type', type]] : []),
      ...(hasBody ? [['Content-Length', String(body.length)]] : []),
    ];
    for (let more = random.chance(0.3) ? 1 + random.below(3) : 0; more > 0; more--) headers.push(random.of(HEADERS));
    const version = random.chance(0.01) ? 'HTTP/1.0' : 'HTTP/1.1';
    const lines = headers.map(([name, value]) => `${name}: ${value}`);
    const target = this.#target(operation, random);
    const head = Buffer.from(`${method} ${target} ${version}\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1').toString(
      'latin1',
    );
    return { index, head, body };
  }

  #target({ path, query }, random) {
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => this.#segment(name, random));
    const base = random.chance(0.1) && ALIAS.test(filled) ? filled.replace('/api', '') : filled;
    const spelled = random.chance(0.03)
      ? random.of([`${base}/`, `/${base}`, base.toUpperCase(), `${base}%00`, `${base}/..`])
      : base;
    const pairs = query.filter(() => random.chance(0.5)).map((name) => this.#pair(name, random));
    if (random.chance(0.1)) pairs.push(...pairs.slice(0, 1));
    if (random.chance(0.1))
      pairs.push(random.of(['a[b]=c', '__proto__[x]=1', '=', '&&', '%', '%ff=%fe', 'limit=1&limit=2', 'cursor=%00']));
    return pairs.length === 0 ? spelled : `${spelled}?${pairs.join('&')}`;
  }

  #segment(name, random) {
    const known = [...this.#answers.valuesOf(name), ...this.#answers.valuesOf('id')];
    if (known.length > 0 && random.chance(0.6)) return encoded(random.of(known)).slice(0, 250);
    return (
      encoded(textFor(name, random, this.#answers))
        .slice(0, 250)
        .replace(/%.?$/, '') || 'x'
    );
  }

  #pair(name, random) {
    return `${encoded(name)}=${encoded(textFor(name, random, this.#answers))}`.slice(0, 4000).replace(/%.?$/, '');
  }

  #body({ schema }, type, random) {
    const document = valueOf(schema, '', random, this.#answers);
    if (document !== null && typeof document === 'object' && !Array.isArray(document)) this.#spoil(document, random);
    return type.startsWith(FORM) ? this.#form(document, random) : this.#json(document, random);
  }

  /** Most bodies have an unexpected field or two. */
  #spoil(document, random) {
    const names = Object.keys(document);
    for (let n = random.below(3); n > 0; n--) {
      const name = random.of(names) ?? 'unknown';
      if (random.chance(0.2)) Reflect.deleteProperty(document, name);
      else document[name] = anyValue(name, random, this.#answers);
    }
    if (random.chance(0.1)) document[random.of(['unknown', 'id', 'owner_id', '', 'a\0', 'constructor'])] = 1;
  }

  #json(document, random) {
    const text = JSON.stringify(document) ?? 'null';
    const kind = random.below(20);
    if (kind === 0) return Buffer.from(text.slice(0, -1));
    if (kind === 1) return Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    if (kind === 2) return Buffer.from(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    if (kind === 3) return Buffer.from(`{"__proto__":{"admin":true},"__proto__":1,${text.slice(1)}`);
    if (kind === 4)
      return Buffer.concat([
        Buffer.from(text.slice(0, 10)),
        Buffer.from([0xff, 0xc0, 0xaf]),
        Buffer.from(text.slice(10)),
      ]);
    if (kind === 5) return Buffer.from(`\ufeff${text}`);
    if (kind === 6) return Buffer.from(text, 'utf16le');
    if (kind === 7) return Buffer.from(random.of(['', 'null', '0', '"x"', 'true', '[]', '{}', '\0']));
    return Buffer.from(text);
  }

  #form(document, random) {
    const pairs = Object.entries(document ?? {}).map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${encoded(name)}=${encoded(text ?? '')}`;
    });
    const kind = random.below(15);
    if (kind === 0) pairs.push(...pairs.slice(0, 1));
    if (kind === 1) pairs.push('a[b][c]=1', 'a[]=2', '__proto__=3');
    if (kind === 2) pairs.push('%ff%fe=%c0%af', '%');
    if (kind === 3) pairs.push(...Array.from({ length: 3000 }, (_, i) => `f${String(i)}=`));
    if (kind === 4) return Buffer.concat([Buffer.from(pairs.join('&')), Buffer.from([0, 0xff, 0x26, 0xfe, 0x3d])]);
    return Buffer.from(pairs.join('&'), random.chance(0.02) ? 'utf16le' : 'latin1');
  }
}

/** As `encodeURIComponent`, with lone surrogates as they would be in bytes. */
function encoded(text) {
  return encodeURIComponent(
    String(text).toWellFormed?.() ?? String(text).replace(/[\ud800-\udfff]/g, '\ufffd'),
  ).replaceAll('%EF%BF%BD', '%ED%A0%80');
}
