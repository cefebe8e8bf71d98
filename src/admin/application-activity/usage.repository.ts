import { Injectable } from '@nestjs/common';
import { Database } from '../../persistence/database/database.js';
import { startOfUsagePeriod } from '../../persistence/upkeep/usage-period.js';
import { DISCOURAGED, TOKENS_OF_CLIENT } from '../../persistence/upkeep/usage-writer.js';
import type { Usage } from './usage.js';

/** How often an application was used, day by day. */
@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  async lately(clientId: string, now: Date): Promise<Usage> {
    const rows = await this.database.query((prisma) =>
      prisma.usageCount.groupBy({
        by: ['what'],
        where: { subject: clientId, day: { gt: startOfUsagePeriod(now) } },
        _sum: { count: true },
        _max: { day: true },
        orderBy: { what: 'asc' },
      }),
    );
    const counts = rows.map(({ what, _sum, _max }) => ({
      name: what,
      count: Number(_sum.count ?? 0n),
      lastDay: _max.day?.toISOString().slice(0, 10) ?? '',
    }));
    const discouraged: readonly string[] = DISCOURAGED;
    return {
      tokens: counts
        .filter(({ name }) => name.startsWith(TOKENS_OF_CLIENT))
        .map((use) => ({ ...use, name: use.name.slice(TOKENS_OF_CLIENT.length) })),
      discouraged: counts.filter(({ name }) => discouraged.includes(name)),
    };
  }
}
