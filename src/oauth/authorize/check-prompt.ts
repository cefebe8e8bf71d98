import { InvalidRequest } from '../../protocol/refusal.js';
import { type Prompt, PROMPTS } from './authorization-request.js';
import type { Check } from './check.js';

/** @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest (prompt) */
export const checkPrompt: Check = (parameters) => {
  const asked = (parameters.optional('prompt') ?? '').split(' ').filter((word) => word !== '');
  const prompts = new Set<Prompt>();
  for (const word of asked) {
    const prompt = PROMPTS.find((known) => known === word);
    if (prompt === undefined) throw InvalidRequest.field('prompt', `takes ${PROMPTS.join(', ')}`);
    prompts.add(prompt);
  }
  // "If this parameter contains none with any other value, an error is returned."
  if (prompts.has('none') && prompts.size > 1) throw InvalidRequest.field('prompt', 'none goes with nothing else');
  return { prompts };
};
