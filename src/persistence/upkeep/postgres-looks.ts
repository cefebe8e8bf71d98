import { Injectable } from '@nestjs/common';
import { type Branded, Looks } from '../../pages/looks.js';
import { type Look, OWN_LOOK } from '../../pages/layout.js';
import { SHOWN_BRAND } from '../brand-of-application.js';
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
  constructor(private readonly database: Database) {
    super();
  }

  async ofApplication({ id, outgrewGifts }: Branded): Promise<Look> {
    if (outgrewGifts === true) return OWN_LOOK;
    const [brand] = await this.database.run<BrandRow>(SHOWN, [id]);
    if (brand === undefined) return OWN_LOOK;
    return { name: brand.name, logoUrl: brand.logo_url, slug: brand.primary_color === null ? null : brand.slug };
  }

  async colorOf(slug: string): Promise<string | undefined> {
    const brand = await this.database.query((prisma) => prisma.brand.findUnique({ where: { slug } }));
    return brand?.primaryColor ?? undefined;
  }
}
