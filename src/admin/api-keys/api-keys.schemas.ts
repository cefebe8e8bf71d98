import { z } from 'zod';
import { pageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { someScopeNames } from '../../http/scope-names.js';
import { networkParameter } from '../../network/network-parameter.js';
import { displayedName, displayedText } from '../../protocol/displayed-text.js';
import type { ApiKeyRecord } from './api-key.js';

const API_KEY_ID = /^key_[0-9a-f]{32}$/;
const MAX_ENTRIES = 100;

export const isApiKeyId = (text: string): boolean => API_KEY_ID.test(text);

export const apiKeyId = z
  .string()
  .regex(API_KEY_ID, 'must be the id of an API key, such as key_0190f3c26d4b7cc1a6a52d0b6e8f4a11')
  .meta({ description: "An API key's id." });

const name = displayedName(100).meta({ examples: ['Production API Key'] });

const entry = z.strictObject({
  cidr: networkParameter,
  note: displayedText(200)
    .default('')
    .meta({ examples: ['the office'] }),
});

const ipWhitelist = z
  .array(entry, 'must be a list of {"cidr","note"}')
  .max(MAX_ENTRIES, `must have at most ${String(MAX_ENTRIES)} entries`)
  .transform((entries) => entries.map(({ cidr, note }) => ({ cidr: cidr.toString(), note })))
  .refine((entries) => new Set(entries.map(({ cidr }) => cidr)).size === entries.length, 'lists one network twice')
  .meta({
    description: 'Where the key may be used from; empty: from everywhere, or where the API key that makes it may be.',
  });

export const newApiKeyBody = z.strictObject({
  name,
  scopes: someScopeNames.meta({
    description: 'What it may be used for: no more than the credential that makes it.',
    examples: [['read:resources', 'write:resources']],
  }),
  expires_at: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2030-01-31T12:00:00Z' })
    .transform((text) => new Date(text))
    .nullable()
    .default(null)
    .meta({ description: 'When it stops working; null: never, or with the API key that makes it.' }),
  ip_whitelist: ipWhitelist.default([]),
});

export const apiKeyChangeBody = z.strictObject({ name });

export const apiKeyListQuery = pageQuery.extend({
  user_id: resourceId.optional().meta({ description: "Admins: this user's. Without it: the caller's own." }),
});

export const apiKeyResource = z.object({
  id: z.string().meta({ examples: ['key_0190f3c26d4b7cc1a6a52d0b6e8f4a11'] }),
  name: z.string(),
  scopes: z.array(z.string()),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  hint: z.string().meta({ description: 'The last four characters of the key.' }),
  user_id: z.uuid(),
  ip_whitelist: z.array(z.object({ cidr: z.string(), note: z.string() })),
  last_used_at: z.iso.datetime().nullable(),
  last_used_ip: z.string().nullable(),
});

export const newApiKeyResource = apiKeyResource.extend({
  key: z.string().meta({ description: 'Shown this once.', examples: ['sk_live_…'] }),
});

export const apiKeyPage = z.object({ data: z.array(apiKeyResource), next_cursor: z.string().nullable() });

export type NewApiKeyBody = z.infer<typeof newApiKeyBody>;
export type ApiKeyChangeBody = z.infer<typeof apiKeyChangeBody>;
export type ApiKeyListQuery = z.infer<typeof apiKeyListQuery>;
export type ApiKeyResource = z.infer<typeof apiKeyResource>;
export type NewApiKeyResource = z.infer<typeof newApiKeyResource>;

export function presentApiKey(key: ApiKeyRecord): ApiKeyResource {
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    created_at: toSeconds(key.createdAt),
    expires_at: key.expiresAt && toSeconds(key.expiresAt),
    hint: key.hint,
    user_id: key.userId,
    ip_whitelist: key.ipWhitelist,
    last_used_at: key.lastUsedAt && toSeconds(key.lastUsedAt),
    last_used_ip: key.lastUsedIp,
  };
}

/** As the documented answer spells its times: `2025-02-22T10:00:00Z`. */
function toSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
