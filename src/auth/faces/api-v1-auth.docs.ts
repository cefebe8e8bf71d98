import { z } from 'zod';
import type { Description } from '../../http/described.js';

const FACE = '/api/v1/auth';

const tokens = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    id_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds.' }),
  })
  .meta({ id: 'TokenPairWithIdToken' });

export const PASSWORD: Description = {
  face: FACE,
  summary: 'Sign in with user name and password; with an id_token',
  as: ['form'],
  body: z.strictObject({
    username: z.string().meta({ description: 'User name or e-mail address.' }),
    password: z.string().meta({ format: 'password' }),
  }),
  answer: tokens,
};

export const REFRESH: Description = {
  face: FACE,
  summary: 'Trade a refresh token for new tokens',
  as: ['form'],
  body: z.strictObject({ refresh_token: z.string() }),
  answer: tokens,
};
