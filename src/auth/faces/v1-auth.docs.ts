import { z } from 'zod';
import type { Description } from '../../http/described.js';

const FACE = '/v1/auth';

const pair = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds.' }),
  })
  .meta({ id: 'TokenPair' });

export const LOGIN: Description = {
  face: FACE,
  summary: 'Sign in with e-mail address and password',
  as: ['json'],
  body: z.strictObject({ email: z.string(), password: z.string().meta({ format: 'password' }) }),
  answer: pair,
};

export const REFRESH: Description = {
  face: FACE,
  summary: 'Trade a refresh token for a new pair',
  description: 'A used token may be shown again until its successor has been used.',
  as: ['json'],
  body: z.strictObject({ refresh_token: z.string() }),
  answer: pair,
};
