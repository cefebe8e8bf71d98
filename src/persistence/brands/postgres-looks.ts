import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { type Branded, Looks } from '../../pages/looks.js';
import { type Look, ownLook } from '../../pages/layout.js';
import { SHOWN_BRAND } from './shown-brand.js';
import { Database, type HotStatement } from '../database/database.js';

const SHOWN: HotStatement = {
  name: 'brand_shown',
  text: `SELECT b.name, b.slug, b.logo_url, b.primary_color
           FROM applications a JOIN brands b ON b.id = a.brand_id
          WHERE a.id = $1 AND ${SHOWN_BRAND}`,
};

interface BrandRow extends Record<string, unknown> {
  name: string;
  slug: string;
  logo_url: string | null;
  primary_color: string | null;
}

@Injectable()
export class PostgresLooks extends Looks {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {
    super();
  }

  own(): Look {
    return ownLook(this.settings.issuer);
  }

  async ofApplication({ id, outgrewGifts }: Branded): Promise<Look> {
    const own = this.own();
    if (outgrewGifts === true) return own;
    const [brand] = await this.database.run<BrandRow>(SHOWN, [id]);
    if (brand === undefined) return own;
    const { name, logo_url: logoUrl } = brand;
    return { ...own, name, logoUrl, slug: brand.primary_color === null ? null : brand.slug };
  }

  async colorOf(slug: string): Promise<string | undefined> {
    const brand = await this.database.query((prisma) => prisma.brand.findUnique({ where: { slug } }));
    return brand?.primaryColor ?? undefined;
  }
}
