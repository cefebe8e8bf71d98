import { Injectable } from '@nestjs/common';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { Affected, IncidentScope } from './incident.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import { countMadeBy, countOf, NOTHING_MADE } from '../../persistence/consents/count-made-by.js';
import { endMadeBy } from '../../persistence/consents/end-made-by.js';
import { endTrust, TRUST_BATCH } from '../../persistence/accounts/trust-rows.js';
import { endOfApplication, endOfUser, recordedWrite } from '../../persistence/database/recorded-write.js';
import { followUserEnd } from '../../persistence/sessions/session-aftermath.js';
import { SessionEndings } from '../../persistence/sessions/session-endings.js';
import { SignInEndings } from '../../persistence/sign-ins/sign-in-endings.js';

@Injectable()
export class IncidentsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly signIns: SignInEndings,
    private readonly sessions: SessionEndings,
    private readonly clock: Clock,
  ) {}

  async count(scope: IncidentScope): Promise<Affected> {
    const filter = filterOf(scope);
    const signIns = await this.signIns.count(filter);
    const makers = makersOf(scope);
    const made =
      makers === undefined ? NOTHING_MADE : await this.database.query((prisma) => countMadeBy(prisma, makers));
    return { signIns, made, sessions: scope.application === undefined ? await this.sessions.count(filter) : 0 };
  }

  /**
   * Ends every matching sign-in and session, durably and told to every node before it returns, and what an application made
   * that is meant as a whole. All of one user or one application end in one act, however many there are; else they end in
   * batches that are durable one by one, so that a call that was cut off can be made again.
   */
  async end(scope: IncidentScope, by: DoneBy): Promise<Affected> {
    const { user, application, network, before } = scope;
    const isWhole =
      (user === undefined) !== (application === undefined) && network === undefined && before === undefined;
    return isWhole ? this.endByEpoch(scope, by) : this.endByRow(scope, by);
  }

  private async endByEpoch(scope: IncidentScope, by: DoneBy): Promise<Affected> {
    const { signIns, sessions } = await this.count(scope);
    const now = this.clock.now();
    return recordedWrite(
      this.database,
      this.feed,
      by,
      async (tx, changes) => {
        changes.push(await raiseEpoch(tx, scope, now));
        return close(tx, changes, scope, { signIns, sessions }, by, now);
      },
      scope.user === undefined ? {} : { userId: scope.user.id },
    );
  }

  private async endByRow(scope: IncidentScope, by: DoneBy): Promise<Affected> {
    const filter = filterOf(scope);
    const details = detailsOf(scope);
    const common = { ...by, outcome: 'success', target: targetOf(scope), details } as const;
    // held while the first of it ends: what made the call may itself be meant
    const signIns = await this.signIns.end(filter, { ...common, action: 'sign-in.revoke-all' });
    const sessions =
      scope.application === undefined
        ? await this.sessions.end(filter, { ...common, ...UNCONDITIONAL, action: 'session.end-all' })
        : 0;
    if (scope.application === undefined)
      await this.endTrust(scope, { ...common, action: 'user.trusted-browser-remove' });
    // those that began meanwhile under a session that has ended since
    const late = await this.signIns.end(filter, { ...common, ...UNCONDITIONAL, action: 'sign-in.revoke-all' });
    const ended = { signIns: signIns + late, sessions };
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, (tx, changes) =>
      close(tx, changes, scope, ended, by, this.clock.now()),
    );
  }

  /** Of the browsers that the incident may have touched, in batches that are each durable and audited. */
  private async endTrust({ user, network, before }: IncidentScope, event: AuditEvent): Promise<void> {
    for (let ended = TRUST_BATCH; ended === TRUST_BATCH;) {
      ended = await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
        const now = this.clock.now();
        const count = await endTrust(tx, { userId: user?.id, network, before }, now);
        const details = { ...event.details, ended: count };
        if (count > 0) await audit(tx, { ...event, details }, now);
        return count;
      });
    }
  }
}

/** Everything of the user or application that was born so far is dead. */
async function raiseEpoch(tx: Transaction, { user, application }: IncidentScope, now: Date): Promise<Change> {
  const raised = { data: { epoch: { increment: 1 } }, select: { epoch: true } } as const;
  if (application !== undefined) {
    const { epoch } = await tx.application.update({ where: { id: application.id }, ...raised });
    return endOfApplication(application.clientId, now, epoch);
  }
  const id = user?.id ?? '';
  const { epoch } = await tx.user.update({ where: { id }, ...raised });
  await followUserEnd(tx, id, epoch - 1, now);
  return endOfUser(id, now, epoch);
}

function filterOf({ user, application, network, before }: IncidentScope) {
  return { userId: user?.id, clientId: application?.clientId, network, before };
}

function detailsOf({ application, network, before }: IncidentScope): Record<string, unknown> {
  return { application: application?.clientId, ip: network, before: before?.toISOString() };
}

function targetOf({ user, application }: IncidentScope): AuditEvent['target'] {
  if (user !== undefined) return { type: 'user', id: user.id };
  return application === undefined ? null : { type: 'application', id: application.id };
}

/** The makers whose things end with it: a network or a time does not tell which those are. */
function makersOf({ user, application, network, before }: IncidentScope) {
  if (application === undefined || network !== undefined || before !== undefined) return undefined;
  return { userId: user?.id, clientId: application.clientId };
}

function madeBy({ userId, clientId }: { userId: string | undefined; clientId: string }) {
  return { userIds: userId === undefined ? undefined : [userId], clientIds: [clientId] };
}

/** Ends what was made, and audits the whole. */
async function close(
  tx: Transaction,
  changes: Change[],
  scope: IncidentScope,
  ended: Omit<Affected, 'made'>,
  by: DoneBy,
  now: Date,
): Promise<Affected> {
  const makers = makersOf(scope);
  const made = makers && (await endMadeBy(tx, changes, madeBy(makers), now));
  const counts = { sign_ins: ended.signIns, sessions: ended.sessions };
  const details = { ...detailsOf(scope), ...counts, ...(made && { made }) };
  await audit(tx, { ...by, action: 'incident.end', outcome: 'success', target: targetOf(scope), details }, now);
  return { ...ended, made: countOf(made) };
}
