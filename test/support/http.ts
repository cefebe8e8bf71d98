import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';

export interface Call {
  method?: string;
  /** Values may be arrays: the header is then sent as often. */
  headers?: Record<string, string | string[]>;
  /** Sent byte for byte. */
  body?: string | Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body where it is JSON, else undefined. */
  json: unknown;
}

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

/** Sends exactly what it is told: no header, encoding or courtesy of its own, which `fetch` would add. */
export function call(url: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = httpRequest(url, { method, headers: { ...length, ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: parsed(text, response.headers),
        });
      });
    });
    // an answer that arrives before all of the body was sent is an answer
    request.on('error', reject);
    request.end(body);
  });
}

/** Posts a form. Strings are sent as they are. */
export function postForm(
  url: string,
  form: string | Record<string, string>,
  headers: Call['headers'] = {},
): Promise<Answer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  return call(url, { method: 'POST', headers: { 'content-type': FORM, ...headers }, body });
}

/** Posts JSON. Strings are sent as they are. */
export function postJson(url: string, json: unknown, headers: Call['headers'] = {}): Promise<Answer> {
  const body = typeof json === 'string' ? json : JSON.stringify(json);
  return call(url, { method: 'POST', headers: { 'content-type': JSON_TYPE, ...headers }, body });
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** HTTP Basic as RFC 6749 section 2.3.1 has it: both halves form-encoded first. */
export function basic(id: string, secret: string): Record<string, string> {
  const encode = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);
  return { authorization: `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}` };
}

function parsed(text: string, headers: IncomingHttpHeaders): unknown {
  return /[/+]json\b/.test(headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
}
