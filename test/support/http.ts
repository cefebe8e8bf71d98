import type { IncomingHttpHeaders } from 'node:http';
import request, { type Response } from 'supertest';

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

/** Sends exactly what it is told: no header of supertest's own, a body byte for byte; a redirect is an answer. */
export async function call(url: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  const { origin } = new URL(url);
  const test = request(origin)[method.toLowerCase() as 'get'](url.slice(origin.length));
  void test.redirects(0).buffer(true).parse(readText).unset('accept-encoding');
  // an array is sent as so many headers
  for (const [name, value] of Object.entries(headers)) void test.set(name, value as string);
  if (body !== undefined) void test.serialize(asItIs).send(Buffer.from(body));
  const response = await test;
  const text = response.body as string;
  const answered = response.headers as IncomingHttpHeaders;
  return { status: response.status, headers: answered, text, json: parsed(text, answered) };
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

function readText(response: Response, done: (error: Error | null, text: string) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    done(null, Buffer.concat(chunks).toString('utf8'));
  });
}

function asItIs(body: unknown): string {
  return body as string;
}

function parsed(text: string, headers: IncomingHttpHeaders): unknown {
  return /[/+]json\b/.test(headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
}
