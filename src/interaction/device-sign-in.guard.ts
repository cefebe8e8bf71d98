import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parametersOf } from '../http/request-parameters.js';
import { type AskingDevice, DeviceDecision } from './device-decision.js';
import { DeviceTickets } from './device-tickets.js';
import { FormGuard } from './form-guard.js';
import { onPagesOf } from './on-pages-of.js';

declare module 'fastify' {
  interface FastifyRequest {
    deviceSignInForm?: SentDeviceSignIn;
  }
}

/** The sign-in form of a device's page, without the password. */
export interface SentDeviceSignIn {
  ticket: string;
  userCode: string;
  asking: AskingDevice;
  /** As typed; empty where the field is missing. */
  username: string;
}

/** Admits the sign-in form of our own page in this browser, for a waiting device. */
@Injectable()
export class DeviceSignInGuard implements CanActivate {
  constructor(
    private readonly forms: FormGuard,
    private readonly tickets: DeviceTickets,
    private readonly decision: DeviceDecision,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'username', 'password');
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const userCode = await this.tickets.codeIn(ticket, request, context.switchToHttp().getResponse<FastifyReply>());
    const asking = await this.decision.find(userCode, request.origin);
    onPagesOf(asking.application, request);
    request.deviceSignInForm = { ticket, userCode, asking, username: form.optional('username') ?? '' };
    return true;
  }
}

export const DeviceSignInForm = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().deviceSignInForm,
);
