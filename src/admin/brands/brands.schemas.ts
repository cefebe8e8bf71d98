import { z } from 'zod';
import { displayedName } from '../../protocol/displayed-text.js';
import type { BrandApplicationRecord, BrandMemberRecord, BrandRecord } from './brand.js';

const MAX_LOGO_URL = 2048;

const name = displayedName(100).meta({ examples: ['Acme'] });

const slug = z
  .string('must be a string')
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'must have 1 to 64 of the characters a-z, 0-9 and "-", and neither begin nor end with "-"',
  )
  .meta({ description: 'Unique.', examples: ['acme'] });

const logoUrl = z
  .string('must be a string')
  .max(MAX_LOGO_URL, `must have at most ${String(MAX_LOGO_URL)} characters`)
  .refine(isPlainHttpsUrl, 'must be an https URL, such as https://cdn.example.com/logo.svg')
  .nullable()
  .meta({ description: 'An https URL.', examples: ['https://cdn.example.com/logo.svg'] });

const primaryColor = z
  .string('must be a string')
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0a7cff')
  .nullable()
  .meta({ examples: ['#0a7cff'] });

const role = z.enum(['owner', 'member'], 'must be owner or member');

export const newBrandBody = z.strictObject({
  name,
  slug: slug.optional().meta({ description: 'Unique. Without one it is made of the name.' }),
  logo_url: logoUrl.optional(),
  primary_color: primaryColor.optional(),
});

export const brandChangeBody = z.strictObject({
  name: name.optional(),
  slug: slug.optional(),
  logo_url: logoUrl.optional(),
  primary_color: primaryColor.optional(),
});

export const brandMemberBody = z.strictObject({ role });

export const brandResource = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  logo_url: z.string().nullable(),
  primary_color: z.string().nullable(),
  role: role.nullable().meta({ description: 'What you are in it; null: no member.' }),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const brandMemberResource = z.object({ user_id: z.uuid(), name: z.string().nullable(), role });

export const brandApplicationResource = z.object({
  id: z.uuid(),
  client_id: z.string(),
  name: z.string(),
  owner_id: z.uuid().nullable(),
  owner_name: z.string().nullable(),
  shown: z.boolean().meta({
    description:
      'Whether its pages show the brand: its owner is an owner of the brand or an admin now, or an admin gave it the brand.',
  }),
});

export const brandPage = z.object({ data: z.array(brandResource), next_cursor: z.string().nullable() });
export const brandMemberPage = z.object({ data: z.array(brandMemberResource), next_cursor: z.string().nullable() });

export const brandApplicationPage = z.object({
  data: z.array(brandApplicationResource),
  next_cursor: z.string().nullable(),
});

export type NewBrandBody = z.infer<typeof newBrandBody>;
export type BrandChangeBody = z.infer<typeof brandChangeBody>;
export type BrandMemberBody = z.infer<typeof brandMemberBody>;
export type BrandResource = z.infer<typeof brandResource>;
export type BrandMemberResource = z.infer<typeof brandMemberResource>;
export type BrandApplicationResource = z.infer<typeof brandApplicationResource>;

export function presentBrand(brand: BrandRecord): BrandResource {
  return {
    id: brand.id,
    name: brand.name,
    slug: brand.slug,
    logo_url: brand.logoUrl,
    primary_color: brand.primaryColor,
    role: brand.role,
    created_at: brand.createdAt.toISOString(),
    updated_at: brand.updatedAt.toISOString(),
  };
}

export function presentBrandMember({ userId, name, role }: BrandMemberRecord): BrandMemberResource {
  return { user_id: userId, name, role };
}

export function presentBrandApplication(application: BrandApplicationRecord): BrandApplicationResource {
  const { id, clientId, name, ownerId, ownerName, shown } = application;
  return { id, client_id: clientId, name, owner_id: ownerId, owner_name: ownerName, shown };
}

/** URL parsers accept spaces, tabs, backslashes and other forms of a scheme; an address for browsers must not contain them. */
function isPlainHttpsUrl(text: string): boolean {
  if (!/^https:\/\/[^\s\p{C}"'<>\\^`{|}]+$/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}
