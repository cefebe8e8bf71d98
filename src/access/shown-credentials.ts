import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { authorizationOf } from '../http/authorization-header.js';
import { queryParameters } from '../http/request-parameters.js';
import { InvalidRequest, InvalidToken } from '../protocol/refusal.js';
import { type PresentedToken, tokenOf } from './bearer.js';
import { SessionCookie } from './session-cookie.js';

export interface ShownKey {
  key: string;
  /** Whether it was in the URL. */
  inQuery: boolean;
}

/** The credentials of a request, unverified. */
interface Shown {
  token: PresentedToken | undefined;
  apiKey: ShownKey | undefined;
  cookie: string | undefined;
}

const MAX_API_KEY = 256;
/** Of another scheme beside a session is what a proxy asked the browser for, which sends it with every request from then on. */
const OF_TOKENS = /^(?:bearer|dpop)(?: |$)/i;

/** Collects the credentials of a request; refuses one sent twice or in a place where it is not allowed. */
@Injectable()
export class ShownCredentials {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly settings: Settings,
  ) {}

  of(request: FastifyRequest): Shown {
    const authorization = authorizationOf(request);
    const token = tokenOf(authorization);
    const cookie = this.cookie.read(request);
    if (authorization !== undefined && token === undefined && (cookie === undefined || OF_TOKENS.test(authorization))) {
      throw new InvalidToken('the Authorization header is not a Bearer or DPoP token');
    }
    return { token, apiKey: apiKeyOf(request, this.settings.apiKeyInQuery), cookie };
  }
}

function apiKeyOf(request: FastifyRequest, keyInQuery: boolean): ShownKey | undefined {
  const header = request.headers['x-api-key'];
  const query = queryParameters(request.url).optional('api_key');
  if (query !== undefined && !keyInQuery) {
    throw InvalidRequest.field('api_key', 'is not accepted in the URL here; send the X-API-Key header');
  }
  if (header !== undefined && query !== undefined) {
    throw InvalidRequest.field('api_key', 'is given both in the URL and in the X-API-Key header');
  }
  const key = Array.isArray(header) ? header.join(',') : (header ?? query);
  if (key === undefined) return undefined;
  if (key.length > MAX_API_KEY) throw new InvalidToken('the API key is too long to be one');
  return { key, inQuery: header === undefined };
}
