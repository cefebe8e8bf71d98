import { Injectable } from '@nestjs/common';
import { UsageCounts } from '../../oauth/stores/usage-counts.js';
import { TOKENS_OF_CLIENT, UsageWriter } from './usage-writer.js';

@Injectable()
export class PostgresUsageCounts extends UsageCounts {
  constructor(private readonly usage: UsageWriter) {
    super();
  }

  tokenIssued(grantType: string, clientId: string): void {
    this.usage.count('token_issued', grantType);
    this.usage.count(`${TOKENS_OF_CLIENT}${grantType}`, clientId);
  }

  refreshRetried(clientId: string): void {
    this.usage.count('refresh_retried', clientId);
  }
}
