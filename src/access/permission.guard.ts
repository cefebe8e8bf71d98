import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Established } from '../http/refusal-notes.js';
import { AccessDenied, InsufficientScope } from '../protocol/refusal.js';
import { isAdmin } from './caller.js';
import { PERMISSION_CHECKS, stepsOf } from './caller-checks.js';
import { Creations } from './creations.js';
import { FreshFactor } from './fresh-factor.js';
import { requirementOf } from './requirement.js';

/** Authorizes the caller: by scope, then by role, then by a fresh second factor where the act takes one. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly creations: Creations,
    private readonly fresh: FreshFactor,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = request;
    if (caller === undefined) throw new Error(`no guard before ${context.getHandler().name} lets a caller in`);
    const requirement = requirementOf(this.reflector, context);
    request.established = callerOnly;
    const subject = { userId: caller.account?.id, clientId: caller.clientId ?? undefined };
    if (requirement.scope !== undefined && !caller.scopes.has(requirement.scope)) {
      throw new InsufficientScope(requirement.scope, subject).at(PERMISSION_CHECKS, 'scope-carried');
    }
    if (requirement.admin && !isAdmin(caller)) {
      throw new AccessDenied('needs an admin', subject).at(PERMISSION_CHECKS, 'role');
    }
    const barred = requirement.creates && this.creations.refusal(requirement.creates, caller.account?.role ?? 'member');
    if (barred !== undefined) throw barred.at(PERMISSION_CHECKS, 'role');
    if (requirement.fresh === true) this.fresh.require(caller, subject);
    if (requirement.fresh === 'of-others') {
      request.caller = {
        ...caller,
        requireFresh: () => {
          this.fresh.requireLater(caller, subject);
        },
      };
    }
    request.established = permitted;
    // the answer is for this caller only, and shared caches do not know every kind of credential
    context.switchToHttp().getResponse<FastifyReply>().header('cache-control', 'no-store');
    return true;
  }
}

function callerOnly({ caller }: FastifyRequest): Established {
  const userId = caller?.isApplication === true ? undefined : caller?.account?.id;
  return {
    subject: { userId, clientId: caller?.clientId ?? undefined },
    proved: caller !== undefined,
    steps: caller === undefined ? [] : stepsOf(caller),
  };
}

function permitted(request: FastifyRequest): Established {
  const known = callerOnly(request);
  return { ...known, steps: [...known.steps, ...PERMISSION_CHECKS.passed()] };
}
