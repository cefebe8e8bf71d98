import { Injectable } from '@nestjs/common';
import { Tally } from '../../oauth/stores/tally.js';
import { UsageWriter } from './usage-writer.js';

@Injectable()
export class PostgresTally extends Tally {
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
