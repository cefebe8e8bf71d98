import { Get, Query } from '@nestjs/common';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { StatisticsQuery, StatisticsResource } from './statistics.dto.js';
import { StatisticsService } from './statistics.service.js';

@ManagementController('statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @RequiresAdmin('read:audit-events', 'Count sign-ins, tokens, refusals and discouraged ways in, by day')
  @ApiOkResponse({ type: StatisticsResource })
  read(@Query() { days }: StatisticsQuery) {
    return this.statistics.last(days);
  }
}
