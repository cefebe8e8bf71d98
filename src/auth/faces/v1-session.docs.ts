import { z } from 'zod';
import type { Description } from '../../http/described.js';

const FACE = '/v1/session';

export const LOGIN: Description = {
  face: FACE,
  summary: 'Sign in and set the session cookie',
  description: 'The cookie is HttpOnly; it then authenticates `/api/v1/*` and `/v1/*`.',
  as: ['json'],
  body: z.strictObject({ email: z.string(), password: z.string().meta({ format: 'password' }) }),
  answer: z.object({
    user: z.object({
      id: z.uuid(),
      email: z.string(),
      name: z.string().nullable(),
      role: z.enum(['admin', 'member']),
    }),
    expires_at: z.iso.datetime(),
  }),
};

export const LOGOUT: Description = {
  face: FACE,
  summary: 'End the session on the server',
  description: 'A session already over is a success too.',
  as: ['json'],
  body: z.strictObject({}),
  bodyOptional: true,
  answer: z.strictObject({}),
  security: ['session', 'none'],
};
