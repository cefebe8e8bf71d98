import { isCodeChallenge } from '../../protocol/pkce.js';
import type { Comparison } from '../../protocol/comparison.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/**
 * RFC 9700 §2.1.1: "public clients MUST use PKCE"; S256 only, because a `plain` challenge reveals the verifier.
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.3
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
export const checkCodeChallenge: Check = (parameters, { client }) => {
  const challenge = parameters.optional('code_challenge');
  const method = parameters.optional('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) throw InvalidRequest.field('code_challenge', 'is required with code_challenge_method');
    if (client.type === 'public') {
      throw InvalidRequest.field('code_challenge', 'is required of public applications', compared(null));
    }
    return { codeChallenge: undefined };
  }
  if (method !== 'S256') {
    throw InvalidRequest.field('code_challenge_method', 'must be S256', compared(method ?? null));
  }
  if (!isCodeChallenge(challenge)) throw InvalidRequest.field('code_challenge', 'is not the base64url of a SHA-256');
  return { codeChallenge: challenge };
};

function compared(sent: string | null): Comparison {
  return { parameter: 'code_challenge_method', sent, accepted: ['S256'] };
}
