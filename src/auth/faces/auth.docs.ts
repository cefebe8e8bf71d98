import { z } from 'zod';
import type { Description } from '../../http/described.js';

const FACE = '/auth';
const time = z.string().meta({ examples: ['2024-01-15T10:30:00Z'] });

const pair = z
  .object({
    success: z.literal(true),
    data: z.object({
      access_token: z.string(),
      refresh_token: z.string(),
      access_expires_at: time,
      refresh_expires_at: time,
      client_id: z.int().meta({ description: 'The number of the account.' }),
    }),
  })
  .meta({ id: 'EnvelopedTokenPair' });

export const LOGIN: Description = {
  face: FACE,
  summary: 'Sign in with user name and password',
  as: ['json'],
  body: z.strictObject({
    username: z.string().meta({ description: 'User name or e-mail address.' }),
    password: z.string().meta({ format: 'password' }),
  }),
  answer: pair,
};

export const REFRESH: Description = {
  face: FACE,
  summary: 'Trade a refresh token for a new pair',
  as: ['json'],
  body: z.strictObject({ refresh_token: z.string() }),
  answer: pair,
};

export const REVOKE: Description = {
  face: FACE,
  summary: 'End a sign-in',
  description:
    'By one of its tokens, of either kind, or by the access token of the Authorization header. A token already dead is a success too.',
  as: ['json'],
  body: z.strictObject({ token: z.string().optional(), refresh_token: z.string().optional() }),
  bodyOptional: true,
  answer: z.object({ success: z.literal(true), data: z.strictObject({}) }),
  security: ['bearer', 'none'],
};
