import type { Transaction } from '../database/database.js';
import { endOfApplication } from '../database/recorded-write.js';
import type { Change } from '../feed/change-feed.js';

/** What was ended, for the audit trail. */
interface EndedMade {
  api_keys: string[];
  applications: string[];
}

/**
 * Ends what an application made for people, once it may act for them no more: API keys are revoked, applications disabled,
 * and what those made in turn. Adds to `changes` what the nodes must hear. Undefined: there was nothing.
 * @param userId undefined: for all people
 */
export async function endMadeBy(
  tx: Transaction,
  changes: Change[],
  { userId, clientId }: { userId?: string; clientId: string },
  now: Date,
): Promise<EndedMade | undefined> {
  const ended: EndedMade = { api_keys: [], applications: [] };
  // again until there is none: a key that is waited for here may have made another one
  for (let more = true; more;) {
    const keys = await tx.apiKey.updateManyAndReturn({
      where: { ...(userId !== undefined && { userId }), madeBy: clientId, revokedAt: null },
      data: { revokedAt: now },
      select: { id: true, secretHash: true },
    });
    const applications = await tx.application.updateManyAndReturn({
      where: { ...(userId !== undefined && { ownerId: userId }), madeBy: clientId, disabledAt: null },
      data: { disabledAt: now, epoch: { increment: 1 }, updatedAt: now },
      select: { clientId: true, epoch: true },
    });
    for (const { id, secretHash } of keys) {
      ended.api_keys.push(id);
      changes.push({ kind: 'api-key', subject: Buffer.from(secretHash).toString('hex') });
    }
    for (const { clientId: made, epoch } of applications) {
      ended.applications.push(made);
      changes.push(endOfApplication(made, now, epoch));
    }
    more = keys.length + applications.length > 0;
  }
  return ended.api_keys.length + ended.applications.length > 0 ? ended : undefined;
}
