import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, AuditTrail } from '../audit/audit-event.js';
import type { Reason, Refusal, RefusalSubject } from '../protocol/refusal.js';
import { asRefusal } from './as-refusal.js';
import { challengeOf } from './challenge.js';
import { dialectOf, pathOf } from './dialect-of.js';

/** Refusals that say nothing about security: a typo is not an incident. */
const UNAUDITED: ReadonlySet<Reason> = new Set(['not_found', 'method_not_allowed', 'server_error']);

/** The one place where an error becomes HTTP: worded by the face it happened on, audited, logged. */
@Catch()
@Injectable()
export class RefusalFilter implements ExceptionFilter {
  constructor(private readonly trail: AuditTrail) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(asRefusal(error), http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  private answer(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    const { status, contentType, body } = dialectOf(request.url)(refusal, request.id);
    const challenge = status === 401 || status === 403 ? challengeOf(refusal) : undefined;
    if (challenge !== undefined) reply.header('www-authenticate', challenge);
    if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
    // a refusal is for the one who asked, and never for later
    reply.header('cache-control', 'no-store');
    this.note(refusal, status, request);
    void reply.status(status).type(contentType).send(body);
  }

  private note(refusal: Refusal, status: number, request: FastifyRequest): void {
    const facts = { reason: refusal.reason, detail: refusal.detail, status };
    if (status >= 500) request.log.error({ ...facts, err: refusal.cause ?? refusal }, 'request failed');
    else request.log.info(facts, 'request refused');
    if (UNAUDITED.has(refusal.reason)) return;

    const { subject } = refusal;
    const { address, requestId } = request.origin;
    this.trail.refused({
      action: `${request.method} ${pathOf(request.url)}`.slice(0, 200),
      outcome: 'refused',
      actor: actorOf(subject),
      clientId: subject.clientId ?? null,
      target: subject.targetId === undefined ? null : { type: subject.targetType ?? 'unknown', id: subject.targetId },
      address,
      requestId,
      reason: `${refusal.reason}: ${refusal.detail}`.slice(0, 1000),
    });
  }
}

function actorOf(subject: RefusalSubject): Actor {
  if (subject.userId !== undefined) return { type: 'user', id: subject.userId };
  if (subject.login !== undefined) return { type: 'anonymous', id: subject.login.slice(0, 320) };
  if (subject.clientId !== undefined) return { type: 'application', id: subject.clientId };
  return { type: 'anonymous', id: null };
}
