import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { Look } from '../pages/layout.js';
import { type Branded, Looks } from '../pages/looks.js';
import { resourceMetadataOf } from '../protocol/own-resources.js';
import { Refusal } from '../protocol/refusal.js';
import { asRefusal } from './as-refusal.js';
import { challengeOf } from './challenge.js';
import { dialectOf, pathOf } from './dialect-of.js';
import { RefusalNotes } from './refusal-notes.js';

/** Turns errors into HTTP: formatted by the dialect of the face, audited and logged. */
@Catch()
@Injectable()
export class RefusalFilter implements ExceptionFilter {
  constructor(
    private readonly notes: RefusalNotes,
    private readonly settings: Settings,
    private readonly looks: Looks,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { pagesOf } = request;
    const allowed = request.is404 ? request.allowedMethods : [];
    if (pagesOf !== undefined) return this.answerOnPagesOf(pagesOf, asRefusal(error), request, reply);
    if (allowed.length === 0 || allowed.includes(request.method)) {
      this.answer(asRefusal(error), request, reply);
    } else {
      // RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response"
      void reply.header('allow', allowed.join(', '));
      this.answer(new Refusal('method_not_allowed', 'Method Not Allowed'), request, reply);
    }
  }

  /** RFC 9728 §5.1: tells a client without a token which authorization server issues one. */
  private metadataFor(status: number, request: FastifyRequest): string {
    const metadata = resourceMetadataOf(this.settings.issuer, pathOf(request.url));
    return status === 401 && metadata !== undefined ? `, resource_metadata="${metadata}"` : '';
  }

  private async answerOnPagesOf(
    pagesOf: Branded,
    refusal: Refusal,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    // a brand that cannot be read is no reason to say nothing
    const look = await this.looks.ofApplication(pagesOf).catch(() => undefined);
    this.answer(refusal, request, reply, look);
  }

  private answer(refusal: Refusal, request: FastifyRequest, reply: FastifyReply, look?: Look): void {
    if (reply.sent) return;
    const {
      status,
      contentType,
      body,
      headers = {},
    } = (request.dialect ?? dialectOf(request.url))(refusal, request.id, this.settings.issuer, look);
    const challenge =
      status === 401 || status === 403 ? challengeOf(refusal, request.headers.authorization !== undefined) : undefined;
    if (challenge !== undefined) reply.header('www-authenticate', `${challenge}${this.metadataFor(status, request)}`);
    if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
    // a refusal is for this request only and must not be cached
    reply.header('cache-control', 'no-store');
    this.notes.note(refusal, status, request);
    void reply.status(status).headers(headers).type(contentType).send(body);
  }
}
