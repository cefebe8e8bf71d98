import { z } from 'zod';
import { apiKeyParameter } from '../../http/page.js';
import { queryFlag } from '../../http/query-flag.js';
import { networkParameter } from '../../network/network-parameter.js';
import { displayedText } from '../../protocol/displayed-text.js';
import type { WhitelistEntry } from './whitelist-entry.js';

const LOCKING_OUT = 'Do it even if it locks out the address you call from.';

/** The id of an API key: `key_…`. */
export const apiKeyId = z
  .string()
  .regex(/^key_\w{1,64}$/, 'must be the id of an API key')
  .meta({ description: '`key_…`' });

export const newEntryBody = z.strictObject({
  cidr: networkParameter.meta({
    description: 'An address or CIDR; an address is a /32 or /128.',
    examples: ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32'],
  }),
  note: displayedText(200).default(''),
  force: z.boolean('must be true or false').default(false).meta({ description: LOCKING_OUT }),
});

export const entryRemovalQuery = z.strictObject({ force: queryFlag(LOCKING_OUT), api_key: apiKeyParameter });

export const checkQuery = z.strictObject({
  address: z
    .string()
    .max(64, 'is not an IP address')
    .optional()
    .meta({ description: 'Another address than the one you call from.', examples: ['203.0.113.7'] }),
  api_key: apiKeyParameter,
});

export const entryResource = z.object({
  id: z.uuid(),
  cidr: z.string().meta({ examples: ['203.0.113.7/32'] }),
  note: z.string(),
  created_at: z.iso.datetime(),
});

export const entryPage = z.object({ data: z.array(entryResource), next_cursor: z.string().nullable() });

export const checkResource = z.object({
  address: z.string().meta({ description: 'Where this call comes from, as the server sees it.' }),
  checked_address: z.string().meta({ description: 'The address the lists were asked about.' }),
  allowed: z.boolean().meta({ description: 'Whether all lists allow it.' }),
  lists: z.array(
    z.object({
      list: z.enum(['user', 'application', 'api-key']),
      id: z.string(),
      restricted: z.boolean().meta({ description: 'Whether it has entries at all.' }),
      allowed: z.boolean(),
      entry: entryResource.nullable().meta({ description: 'The narrowest entry that contains the address.' }),
    }),
  ),
});

export type NewEntryBody = z.infer<typeof newEntryBody>;
export type EntryRemovalQuery = z.infer<typeof entryRemovalQuery>;
export type CheckQuery = z.infer<typeof checkQuery>;
export type EntryResource = z.infer<typeof entryResource>;
export type CheckResource = z.infer<typeof checkResource>;

export function presentEntry({ id, cidr, note, createdAt }: WhitelistEntry): EntryResource {
  return { id, cidr, note, created_at: createdAt.toISOString() };
}
