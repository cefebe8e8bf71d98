import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { FetchFault, Unreachable } from './fetch-fault.js';

const SIZE_LIMIT = 65_536;

export interface Message {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  contentType: string;
  cacheControl: string;
  body: Buffer;
}

/** Sends a message to exactly this address; the name of the URL is not resolved again. @throws FetchFault */
export function exchange(
  url: URL,
  pinned: string,
  { method, headers, body }: Message,
  signal: AbortSignal,
): Promise<Answer> {
  const isSecure = url.protocol === 'https:';
  const lookup: LookupFunction = (_name, options, done) => {
    const family = isIP(pinned);
    if (options.all === true) done(null, [{ address: pinned, family }]);
    else done(null, pinned, family);
  };
  const options: RequestOptions = {
    method,
    // no agent: a connection is used once, so none can be pinned to what another name resolved to
    agent: false,
    lookup,
    signal,
    headers: {
      'user-agent': 'Latchkey',
      'accept-encoding': 'identity',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
  };
  return new Promise((resolve, reject) => {
    let connected = false;
    const request = (isSecure ? requestHttps : requestHttp)(url, options, (response) => {
      // of a POST's answer only the status counts
      const taken = method === 'GET' ? read(response) : Promise.resolve(headOf(response));
      taken.then(resolve, reject).finally(() => request.destroy());
    });
    request.on('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', () => (connected = true)));
    request.on('error', (cause) => {
      const { message } = signal.aborted ? (signal.reason as Error) : cause;
      reject(connected ? new FetchFault(message, { cause }) : new Unreachable(message, { cause }));
    });
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new FetchFault('is compressed, though not requested');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > SIZE_LIMIT) throw new FetchFault('is longer than 64 kB');
    chunks.push(chunk);
  }
  return { ...headOf(response), body: Buffer.concat(chunks) };
}

function headOf({ statusCode = 0, headers }: IncomingMessage): Answer {
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    cacheControl: headers['cache-control'] ?? '',
    body: Buffer.alloc(0),
  };
}
