import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor, type AuditEvent, AuditTrail } from '../protocol/audit-event.js';
import { networkOf } from '../network/network.js';
import type { Step } from '../protocol/check-list.js';
import type { Reason } from '../protocol/reason.js';
import type { Comparison } from '../protocol/comparison.js';
import type { Refusal, RefusalSubject } from '../protocol/refusal.js';
import { TooManyAtOnce } from '../protocol/too-many.js';
import { pathOf } from './dialect-of.js';
import { LogFolds } from './log-folds.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by a guard that admits a request; read when a later step refuses it. */
    established?: (request: FastifyRequest) => Established;
  }
}

/** The sender of a request, and the checks it passed until the sender was known. */
export interface Established {
  subject: RefusalSubject;
  /** Whether it proved a credential of an account; a public client only names itself. */
  proved: boolean;
  steps: readonly Step[];
}

/** Refusals without security relevance, such as a typing error. */
export const UNAUDITED: ReadonlySet<Reason> = new Set(['not_found', 'method_not_allowed', 'server_error']);

/** Nothing that the operator can mend: no fault of this server in its log. */
const OF_THE_CLIENT: Reason = 'client_unavailable';

/** Logs and audits refusals, for every kind of answer. */
@Injectable()
export class RefusalNotes implements OnApplicationShutdown {
  private readonly folds = new LogFolds();

  constructor(private readonly trail: AuditTrail) {}

  onApplicationShutdown(): void {
    this.folds.stop();
  }

  note(refusal: Refusal, status: number, request: FastifyRequest, known: RefusalSubject = {}): void {
    this.log(refusal, status, request);
    if (!refusal.audited || UNAUDITED.has(refusal.reason)) return;

    const established = request.established?.(request);
    const subject = { ...established?.subject, ...known, ...refusal.subject };
    const { address, requestId } = request.origin;
    const steps = [...(established?.steps ?? []), ...refusal.steps];
    const event: AuditEvent = {
      action: `${request.method} ${pathOf(request.url).slice(0, 190)}`,
      outcome: 'refused',
      actor: actorOf(subject),
      clientId: subject.clientId ?? null,
      target: subject.targetId === undefined ? null : { type: subject.targetType ?? 'unknown', id: subject.targetId },
      address,
      requestId,
      reason: `${refusal.reason}: ${refusal.detail}`.slice(0, 1000),
      details: detailsOf(refusal, steps),
    };
    const isProved = refusal.proved || established?.proved === true;
    const provedBy = isProved ? (subject.userId ?? subject.ownerId ?? subject.clientId ?? null) : null;
    const clientId = subject.isUnknownClient === true ? null : (subject.clientId ?? null);
    this.trail.refused(event, { network: networkOf(address), provedBy, clientId, reason: refusal.reason });
  }

  /** What a crowd of requests can cause is written once in a minute, and with a stack only where something else failed. */
  private log(refusal: Refusal, status: number, { log }: FastifyRequest): void {
    const { reason, detail, cause } = refusal;
    const facts = { reason, detail, status };
    const isFault = status >= 500 && reason !== OF_THE_CLIENT;
    const write = (more: object) => {
      if (isFault) log.error({ ...facts, ...more }, 'request failed');
      else log.info({ ...facts, ...more }, 'request refused');
    };
    const kind = kindOfMany(refusal);
    if (kind === undefined) write(isFault ? { err: cause ?? refusal } : {});
    else this.folds.write(kind, (others) => write(others === undefined ? { err: cause } : { others }));
  }
}

/** The kind of refusals that a crowd of requests causes, all of them alike; undefined: of another. */
function kindOfMany(refusal: Refusal): string | undefined {
  if (refusal instanceof TooManyAtOnce) return TooManyAtOnce.name;
  const { reason, detail, cause } = refusal;
  if (reason !== 'temporarily_unavailable') return undefined;
  return `${detail} ${cause instanceof Error && 'code' in cause ? String(cause.code) : ''}`;
}

/** Characters of a value that was sent, and of values that would have been accepted: a row stays bounded. */
const LONGEST_VALUE = 2048;
const MOST_ACCEPTED = 20;

function detailsOf({ attempt, compared }: Refusal, steps: readonly Step[]): Record<string, unknown> | null {
  const details = {
    ...(steps.length > 0 && { steps }),
    ...(attempt !== undefined && { attempt }),
    ...(compared !== undefined && { compared: bounded(compared) }),
  };
  return Object.keys(details).length === 0 ? null : details;
}

function bounded({ parameter, sent, accepted }: Comparison): Comparison {
  return {
    parameter,
    sent: sent === null ? null : sent.slice(0, LONGEST_VALUE).replace(/\p{C}/gu, '?'),
    accepted: accepted.slice(0, MOST_ACCEPTED).map((value) => value.slice(0, LONGEST_VALUE)),
  };
}

function actorOf(subject: RefusalSubject): Actor {
  if (subject.userId !== undefined) return { type: 'user', id: subject.userId };
  if (subject.unknownLogin !== undefined) return { type: 'anonymous', id: subject.unknownLogin };
  if (subject.clientId !== undefined) return { type: 'application', id: subject.clientId };
  return { type: 'anonymous', id: null };
}
