import type { Transaction } from '../database/database.js';
import { endOfApplication } from '../database/recorded-write.js';
import type { Change } from '../feed/change-feed.js';

/** What was ended, for the audit trail. */
export interface EndedMade {
  api_keys: string[];
  applications: string[];
}

/**
 * Ends what applications made for people, once they may act for them no more: API keys are revoked, applications disabled,
 * and what those made in turn, for all people. Adds to `changes` what the nodes must hear. Undefined: there was nothing.
 * @param userIds undefined: for all people
 */
export async function endMadeBy(
  tx: Transaction,
  changes: Change[],
  { userIds, clientIds }: { userIds?: readonly string[] | undefined; clientIds: readonly string[] },
  now: Date,
): Promise<EndedMade | undefined> {
  const ended: EndedMade = { api_keys: [], applications: [] };
  // also those that were disabled before: their keys for other people were not ended then
  const inTurn = new Set<string>();
  const people = userIds && { in: [...userIds] };
  const made = (owner: object) => ({
    OR: [{ madeBy: { in: [...clientIds] }, ...(people && owner) }, { madeBy: { in: [...inTurn] } }],
  });
  // again until there is none: a key that is waited for here may have made another one
  for (let more = true; more;) {
    const known = inTurn.size;
    const found = await tx.application.findMany({ where: made({ ownerId: people }), select: { clientId: true } });
    for (const { clientId } of found) inTurn.add(clientId);
    const keys = await tx.apiKey.updateManyAndReturn({
      where: { ...made({ userId: people }), revokedAt: null },
      data: { revokedAt: now },
      select: { id: true, secretHash: true },
    });
    const applications = await tx.application.updateManyAndReturn({
      where: { ...made({ ownerId: people }), disabledAt: null },
      data: { disabledAt: now, epoch: { increment: 1 }, updatedAt: now },
      select: { clientId: true, epoch: true },
    });
    for (const { id, secretHash } of keys) {
      ended.api_keys.push(id);
      changes.push({ kind: 'api-key', subject: Buffer.from(secretHash).toString('hex') });
    }
    for (const { clientId, epoch } of applications) {
      ended.applications.push(clientId);
      changes.push(endOfApplication(clientId, now, epoch));
    }
    more = keys.length + applications.length > 0 || inTurn.size > known;
  }
  return ended.api_keys.length + ended.applications.length > 0 ? ended : undefined;
}

/** People of one statement. */
const BATCH = 1000;

/** As `endMadeBy`, of one application, for however many people. */
export async function endMadeFor(
  tx: Transaction,
  changes: Change[],
  { userIds, clientId }: { userIds: readonly string[]; clientId: string },
  now: Date,
): Promise<EndedMade | undefined> {
  const ended: EndedMade = { api_keys: [], applications: [] };
  for (let at = 0; at < userIds.length; at += BATCH) {
    const batch = { userIds: userIds.slice(at, at + BATCH), clientIds: [clientId] };
    const made = await endMadeBy(tx, changes, batch, now);
    for (const id of made?.api_keys ?? []) ended.api_keys.push(id);
    for (const id of made?.applications ?? []) ended.applications.push(id);
  }
  return ended.api_keys.length + ended.applications.length > 0 ? ended : undefined;
}
