import { z } from 'zod';
import type { Description } from '../../http/described.js';

export const LOGIN: Description = {
  face: '/api/v1/login',
  summary: 'Sign in for an access token alone',
  as: ['form'],
  body: z.strictObject({
    username: z.string().meta({ description: 'E-mail address or user name.' }),
    password: z.string().meta({ format: 'password' }),
    grant_type: z.literal('password').optional(),
    scope: z.string().optional(),
  }),
  answer: z
    .object({
      access_token: z.string(),
      token_type: z.literal('bearer'),
      expires_in: z.int().meta({ description: 'Seconds.' }),
    })
    .meta({ id: 'AccessToken' }),
};
