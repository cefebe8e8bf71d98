import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { NotFound } from '../../protocol/refusal.js';
import type { UpgradeNotice } from './upgrade-notice.js';
import { UpgradeNoticesRepository } from './upgrade-notices.repository.js';
import { presentNotice, type UpgradeNoticeList } from './upgrade-notices.dto.js';

/** Tells administrators what an upgrade changed for applications of theirs: once in the log, in the console until set aside. */
@Injectable()
export class UpgradeNoticesService implements OnApplicationBootstrap {
  private readonly logger = new Logger(UpgradeNoticesService.name);

  constructor(private readonly notices: UpgradeNoticesRepository) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const notice of await this.notices.takeUntold()) this.logger.warn(sentenceOf(notice));
  }

  async list(): Promise<UpgradeNoticeList> {
    return { data: (await this.notices.list()).map(presentNotice), next_cursor: null };
  }

  async dismiss(caller: Caller, id: string): Promise<void> {
    if (!(await this.notices.dismiss(id, doneBy(caller)))) throw new NotFound('Notice');
  }
}

function sentenceOf({ kind, application: { name, clientId }, address }: UpgradeNotice): string {
  const which = `Application ${JSON.stringify(name)} (${clientId})`;
  if (kind === 'exchange-targets') {
    return `${which} exchanges tokens: it may ask for every API registered so far; shorten its exchange_targets`;
  }
  if (kind === 'reserved-query') {
    return `${which} has a redirect URI with a parameter of the answer (such as state) in its query: replace it, no other is taken`;
  }
  return `${which} was last used from ${address ?? ''}, which its owner's IP whitelist does not let in: its client credentials and token exchange are refused from there since this upgrade`;
}
