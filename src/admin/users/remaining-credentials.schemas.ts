import { z } from 'zod';
import type { RemainingCredentials } from './remaining-credentials.js';

export const remainingResource = z
  .object({
    api_keys: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        hint: z.string().meta({ description: 'The last four characters of the key.' }),
        created_at: z.iso.datetime(),
        last_used_at: z.iso.datetime().nullable(),
      }),
    ),
    applications: z.array(
      z.object({
        id: z.uuid(),
        client_id: z.string(),
        name: z.string(),
        secrets: z.int().meta({ description: 'How many secrets it has.' }),
        last_used_at: z.iso.datetime().nullable().meta({ description: 'When one of them was last used.' }),
      }),
    ),
  })
  .meta({
    description:
      "What works on without the person's sign-ins: their API keys, and applications of theirs that have credentials " +
      'of their own. The newest hundred of each.',
  });

export type RemainingResource = z.infer<typeof remainingResource>;

export function presentRemaining({ apiKeys, applications }: RemainingCredentials): RemainingResource {
  return {
    api_keys: apiKeys.map(({ id, name, hint, createdAt, lastUsedAt }) => ({
      id,
      name,
      hint,
      created_at: createdAt.toISOString(),
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
    applications: applications.map(({ id, clientId, name, secrets, lastUsedAt }) => ({
      id,
      client_id: clientId,
      name,
      secrets,
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
  };
}
