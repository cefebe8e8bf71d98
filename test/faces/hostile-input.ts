import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { type Answer, call, FORM, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { growth, LINEAR } from '../support/cost.js';
import type { Dialect } from './dialects.js';

export interface FaceUnderTest {
  url: () => string;
  takes: readonly ('json' | 'form')[];
  /** Well-formed parameters, which the face may still refuse. */
  parameters: () => Record<string, string>;
  /** A parameter of the face that carries free text. */
  text: string;
  dialect: Dialect;
  /** RFC 6749 §3.2: "MUST ignore unrecognized request parameters". */
  ignoresUnknown?: boolean;
  /** Whether its text may be anything: any other string counts as revoked already. */
  forgiving?: boolean;
}

const MAX_BODY = 65_536;

/** Everything that no face may stumble over: a clear 4xx in its own dialect, and quickly. */
export function refusesHostileInput(face: FaceUnderTest): void {
  const { dialect, text } = face;
  const post = {
    json: (body: unknown) => postJson(face.url(), body),
    form: (body: string | Record<string, string>) => postForm(face.url(), body),
  };
  const usual = face.takes[0] ?? 'json';
  const sendUsual = (parameters: Record<string, string>) => post[usual](parameters);

  const refused = (answer: Answer, status: number, words: RegExp) => {
    expect(dialect(answer, status)).toMatch(words);
  };

  it('refuses other kinds of body with 415', async () => {
    const body = JSON.stringify(face.parameters());
    const types = ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp', 'x'];
    if (!face.takes.includes('json')) types.push(JSON_TYPE);
    if (!face.takes.includes('form')) types.push(FORM);
    for (const type of types) {
      const answer = await call(face.url(), { method: 'POST', headers: { 'content-type': type }, body });
      refused(answer, 415, /Content-Type/);
    }
    refused(await call(face.url(), { method: 'POST', body }), 415, /Content-Type/);
  });

  it('refuses encoded bodies with 415, and says that plain ones are taken', async () => {
    const type = usual === 'json' ? JSON_TYPE : FORM;
    const plain =
      usual === 'json' ? JSON.stringify(face.parameters()) : new URLSearchParams(face.parameters()).toString();
    const send = (coding: string, body: string | Buffer) =>
      call(face.url(), { method: 'POST', headers: { 'content-type': type, 'content-encoding': coding }, body });
    for (const coding of ['gzip', 'x-gzip', 'br', 'identity, deflate', 'anything']) {
      const answer = await send(coding, gzipSync(plain));
      refused(answer, 415, /Content-Encoding/);
      expect(answer.headers['accept-encoding']).toBe('identity');
    }
    const usualAnswer = await sendUsual(face.parameters());
    expect((await send('Identity', plain)).status).toBe(usualAnswer.status);
  });

  it('takes its content type in any case and with parameters', async () => {
    const type =
      usual === 'json' ? 'Application/JSON;charset=UTF-8' : 'Application/X-WWW-Form-Urlencoded; charset=UTF-8';
    const body = usual === 'json' ? '{}' : '';
    const answer = await call(face.url(), { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).not.toBe(415);
  });

  it('refuses a body over 64 KiB with 413', async () => {
    for (const size of [MAX_BODY + 1, 1_000_000]) {
      refused(await sendUsual({ ...face.parameters(), [text]: 'x'.repeat(size) }), 413, /too large/);
    }
  });

  it('answers 404 below itself, 405 to other methods, and takes a trailing slash', async () => {
    const below = await call(`${face.url()}/deeper`, { method: 'POST' });
    dialect(below, 404);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await call(face.url(), { method });
      dialect(answer, 405);
      expect(answer.headers.allow).toMatch(/^(OPTIONS, )?POST$/);
    }
    const [plain, slashed] = await Promise.all([
      call(face.url(), { method: 'POST' }),
      call(`${face.url()}/`, { method: 'POST' }),
    ]);
    expect(slashed.status).toBe(plain.status);
    expect(slashed.status).not.toBe(404);
  });

  it('refuses parameters in the URL, even beside the same ones in the body', async () => {
    const [name, value] = Object.entries(face.parameters())[0] ?? ['', ''];
    const unknown = face.ignoresUnknown === true ? [] : ['anything', '%00=1'];
    for (const query of [`${name}=${encodeURIComponent(value)}`, `${text}=x`, 'api_key=x', ...unknown]) {
      const url = `${face.url()}?${query}`;
      const answer = usual === 'json' ? await postJson(url, face.parameters()) : await postForm(url, face.parameters());
      refused(answer, 400, /belongs in the request body|percent-encoded/);
    }
  });

  if (face.ignoresUnknown === true) {
    it('ignores parameters it does not know, as RFC 6749 §3.2 demands', async () => {
      const plain = await sendUsual(face.parameters());
      const more = await sendUsual({ ...face.parameters(), is_admin: 'true', 'client_id[]': 'x', 'a[b]': 'c' });
      expect(more.status).toBe(plain.status);
      const url = `${face.url()}?client-request-id=2f4c1d4e&anything`;
      const inUrl = usual === 'json' ? await postJson(url, face.parameters()) : await postForm(url, face.parameters());
      expect(inUrl.status).toBe(plain.status);
    });
  } else {
    it('refuses parameters it does not know, by name', async () => {
      for (const outsider of ['role', 'is_admin', 'user_id', `${text}[]`, `${text}[a]`, '$where', 'constructor']) {
        const answer = await sendUsual({ ...face.parameters(), [outsider]: 'admin' });
        refused(answer, 400, new RegExp(`^(invalid_request: )?${escape(outsider)}: is not a parameter`));
      }
    });
  }

  it('takes no more than 64 parameters, however they are hidden', async () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`p${String(i)}`, 'x']));
    refused(await sendUsual({ ...many, ...face.parameters() }), 400, /more than 64 parameters/i);
    if (face.takes.includes('form')) {
      const hidden = `${new URLSearchParams(face.parameters()).toString()}${'&'.repeat(200)}${text}=again`;
      refused(await post.form(hidden), 400, /more than 64 parameters/i);
    }
  });

  it('answers hostile text of 50 kB at a cost that grows with its length and no faster', async () => {
    // bytes of the body that each character takes
    for (const [character, size] of [
      ['a', 1],
      [' ', 1],
      ['%', 3],
      ['\\', 2],
      ['ﷺ', 10],
    ] as const) {
      for (const hostile of [
        (value: string) => ({ ...face.parameters(), [text]: value }),
        (value: string) => ({ ...face.parameters(), [value]: 'x' }),
      ]) {
        const cost = await growth(50_000, async (length) => {
          const answer = await sendUsual(hostile(character.repeat(Math.floor(length / size))));
          if (answer.status !== 200 || face.forgiving !== true) expect(answer.status.toString()).toMatch(/^4/);
        });
        expect(cost).toBeLessThan(LINEAR);
      }
    }
  });

  it('refuses ten thousand scopes, however they are sent', async () => {
    const scopes = Array.from({ length: 10_000 }, (_, i) => `s${String(i)}`).join(' ');
    dialect(await sendUsual({ ...face.parameters(), scope: scopes }), 400);
  });

  if (face.takes.includes('json')) refusesHostileJson(face, post.json);
  if (face.takes.includes('form')) refusesHostileForms(face, post.form);
}

function refusesHostileJson(
  { url, parameters, text, dialect }: FaceUnderTest,
  post: (body: unknown) => Promise<Answer>,
): void {
  it('refuses invalid JSON', async () => {
    for (const body of ['{', '{"a":1,}', "{'a':'b'}", 'undefined', '{"a":"b"}}', '\ufeff{}', 'NaN', '{"a":"\u0001"}']) {
      const answer = await post(body);
      expect(dialect(answer, 400)).toMatch(/not valid JSON/);
    }
  });

  it('refuses JSON that is no object', async () => {
    for (const body of ['[]', '"text"', '1', 'null', 'true']) {
      expect(dialect(await post(body), 400)).toMatch(/must be a JSON object/);
    }
  });

  it('refuses everything but strings, by name', async () => {
    for (const value of [1, true, {}, [], ['x'], { $gt: '' }, { toString: 'x' }]) {
      const answer = await post({ ...parameters(), [text]: value });
      expect(dialect(answer, 400)).toMatch(new RegExp(`${text}: must be a string`));
    }
  });

  it('refuses a member given twice, and __proto__', async () => {
    const members = JSON.stringify(parameters()).slice(1, -1);
    expect(dialect(await post(`{${members},"${text}":"again"}`), 400)).toMatch(`${text}: is given more than once`);
    const escaped = `\\u00${text.charCodeAt(0).toString(16)}${text.slice(1)}`;
    expect(dialect(await post(`{${members},"${escaped}":"again"}`), 400)).toMatch(`${text}: is given more than once`);
    expect(dialect(await post(`{${members},"__proto__":{"role":"admin"}}`), 400)).toMatch(/__proto__/);
    expect(dialect(await post(`{${members},"__proto__":"x"}`), 400)).toMatch(/__proto__/);
  });

  it('refuses NUL, lone surrogates, broken UTF-8 and deep nesting', async () => {
    const withText = (literal: string) => JSON.stringify({ ...parameters(), [text]: '?' }).replace('"?"', literal);
    expect(dialect(await post(withText('"a\\u0000b"')), 400)).toMatch(/NUL/);
    expect(dialect(await post(withText('"a\\ud800b"')), 400)).toMatch(/Unicode/);
    expect(dialect(await post(withText('"\\udc00\\ud800"')), 400)).toMatch(/Unicode/);
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    expect(dialect(await post(withText(deep)), 400)).toMatch(/nested deeper/);
    const broken = Buffer.concat([Buffer.from(`{"${text}":"`), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]);
    const answer = await call(url(), { method: 'POST', headers: { 'content-type': JSON_TYPE }, body: broken });
    expect(dialect(answer, 400)).toMatch(/UTF-8/);
  });
}

function refusesHostileForms(
  { url, parameters, text, dialect }: FaceUnderTest,
  post: (body: string) => Promise<Answer>,
): void {
  const formOf = (extra: string) => `${new URLSearchParams(parameters()).toString()}&${extra}`;
  const without = () => {
    const { [text]: _, ...others } = parameters();
    return new URLSearchParams(others).toString();
  };

  it('refuses a form field given twice, however it is spelled', async () => {
    for (const again of [
      `${text}=again`,
      `%${text.charCodeAt(0).toString(16)}${text.slice(1)}=again`,
      `${text}=`,
      text,
    ]) {
      expect(dialect(await post(formOf(again)), 400)).toMatch(`${text}: is given more than once`);
    }
  });

  it('refuses NUL, lone surrogates and broken UTF-8 in a form', async () => {
    expect(dialect(await post(`${without()}&${text}=a%00b`), 400)).toMatch(/NUL/);
    for (const broken of ['%ED%A0%80', '%C3%28', '%FF', '%', '%2', '%zz', '%C0%AF']) {
      expect(dialect(await post(`${without()}&${text}=${broken}`), 400)).toMatch(/percent-encoded/);
    }
    const raw = Buffer.concat([Buffer.from(`${without()}&${text}=`), Buffer.from([0xff, 0xfe])]);
    const answer = await call(url(), { method: 'POST', headers: { 'content-type': FORM }, body: raw });
    expect(dialect(answer, 400)).toMatch(/UTF-8/);
  });
}

function escape(text: string): string {
  return text.replace(/[$[\]]/g, '\\$&');
}
