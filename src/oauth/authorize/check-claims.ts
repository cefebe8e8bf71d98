import { InvalidRequest } from '../../protocol/refusal.js';
import { parseStrictJson } from '../../protocol/strict-json.js';
import type { Check } from './check.js';

/** @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter */
export const checkClaims: Check = (parameters) => {
  const text = parameters.optional('claims');
  if (text === undefined) return { claims: undefined };
  const claims = parse(text);
  for (const part of ['userinfo', 'id_token']) {
    const asked = (claims as Record<string, unknown>)[part];
    if (asked !== undefined && !isObject(asked)) throw InvalidRequest.field('claims', `${part} must be an object`);
  }
  return { claims };
};

function parse(text: string): object {
  let value: unknown;
  try {
    value = parseStrictJson(Buffer.from(text));
  } catch {
    throw InvalidRequest.field('claims', 'is not valid JSON');
  }
  if (!isObject(value)) throw InvalidRequest.field('claims', 'must be a JSON object');
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
