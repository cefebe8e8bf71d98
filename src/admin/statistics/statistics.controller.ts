import { Get, Query } from '@nestjs/common';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { statisticsQuery, type StatisticsQuery, statisticsResource } from './statistics.schemas.js';
import { StatisticsService } from './statistics.service.js';

@ManagementController('statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @RequiresAdmin('read:audit-events', 'Count sign-ins, tokens, refusals and discouraged ways in, by day')
  @ApiOkResponse({ standardSchema: statisticsResource })
  read(@Query({ schema: statisticsQuery }) { days }: StatisticsQuery) {
    return this.statistics.last(days);
  }
}
