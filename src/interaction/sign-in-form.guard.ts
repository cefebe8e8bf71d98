import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parametersOf } from '../http/request-parameters.js';
import type { AuthorizationRequest } from '../oauth/authorize/authorization-request.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { FormGuard } from './form-guard.js';
import { onPagesOf } from './on-pages-of.js';
import { WaitingRequests } from './waiting-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    signInForm?: SentSignIn;
  }
}

/** The sign-in form, without the password. */
export interface SentSignIn {
  ticket: string;
  opened: WaitingRequest;
  waiting: AuthorizationRequest;
  /** As typed; empty where the field is missing. */
  username: string;
}

/** Admits the sign-in form of our own page in this browser, for a valid authorization request. */
@Injectable()
export class SignInFormGuard implements CanActivate {
  constructor(
    private readonly forms: FormGuard,
    private readonly requests: WaitingRequests,
    private readonly pipeline: AuthorizationPipeline,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'username', 'password');
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const opened = await this.requests.open(ticket, request, context.switchToHttp().getResponse<FastifyReply>());
    const waiting = await this.pipeline.check(opened, request.origin);
    onPagesOf(waiting.client, request);
    request.signInForm = { ticket, opened, waiting, username: form.optional('username') ?? '' };
    return true;
  }
}

export const SignInForm = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().signInForm,
);
