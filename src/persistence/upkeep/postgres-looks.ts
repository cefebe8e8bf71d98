import { Injectable } from '@nestjs/common';
import { Looks } from '../../pages/looks.js';
import { type Look, OWN_LOOK } from '../../pages/layout.js';
import { Database } from '../database/database.js';

@Injectable()
export class PostgresLooks extends Looks {
  constructor(private readonly database: Database) {
    super();
  }

  async ofApplication(applicationId: string): Promise<Look> {
    const brand = await this.database.query((prisma) =>
      prisma.brand.findFirst({ where: { applications: { some: { id: applicationId } } } }),
    );
    if (brand === null) return OWN_LOOK;
    return { name: brand.name, logoUrl: brand.logoUrl, slug: brand.primaryColor === null ? null : brand.slug };
  }

  async colorOf(slug: string): Promise<string | undefined> {
    const brand = await this.database.query((prisma) => prisma.brand.findUnique({ where: { slug } }));
    return brand?.primaryColor ?? undefined;
  }
}
