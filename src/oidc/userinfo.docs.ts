import { z } from 'zod';
import type { Description } from '../http/described.js';
import { profileSchema } from '../protocol/profile.js';

export const USERINFO: Description = {
  face: '/oauth',
  summary: 'UserInfo endpoint (OpenID Connect Core)',
  description: 'Needs the scope `openid`. May be posted to, too. A signed answer, where registered, is a JWT.',
  answer: z
    .object({
      sub: z.string(),
      name: z.string().optional(),
      preferred_username: z.string().optional(),
      updated_at: z.int().optional(),
      email: z.string().optional(),
      email_verified: z.boolean().optional(),
      ...profileSchema.shape,
    })
    .meta({ id: 'UserInfo' }),
  security: ['bearer'],
};
