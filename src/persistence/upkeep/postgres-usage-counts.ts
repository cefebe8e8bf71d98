import { Injectable } from '@nestjs/common';
import { UsageCounts } from '../../oauth/stores/usage-counts.js';
import { UsageWriter } from './usage-writer.js';

@Injectable()
export class PostgresUsageCounts extends UsageCounts {
  constructor(private readonly usage: UsageWriter) {
    super();
  }

  tokenIssued(grantType: string): void {
    this.usage.count('token_issued', grantType);
  }

  refreshRetried(clientId: string): void {
    this.usage.count('refresh_retried', clientId);
  }
}
