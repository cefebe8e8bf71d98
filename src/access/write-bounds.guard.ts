import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StoreBounds } from '../bounds/store-bounds.js';
import { Clock } from '../clock/clock.js';
import { MILLISECONDS } from '../protocol/durations.js';
import { type Caller, isAdmin, isOfThePersonAlone } from './caller.js';
import { changesNothing } from './cross-site.js';

/** Approximate bytes that the audit trail keeps of a change. */
const ROW = 1024;

/** Bounds the changes per day of one account to what the store and its audit trail can hold for each account. */
@Injectable()
export class WriteBoundsGuard implements CanActivate {
  constructor(
    private readonly bounds: StoreBounds,
    private readonly clock: Clock,
  ) {}

  /** @throws TooManyRequests */
  canActivate(context: ExecutionContext): boolean {
    const { caller, method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (caller === undefined || isAdmin(caller) || changesNothing(method)) return true;
    const until = new Date(this.clock.now().getTime() + MILLISECONDS.day);
    this.bounds.enforce('member_writes', writerOf(caller), { bytes: ROW, until });
    return true;
  }
}

/** Apart for a person and what acts for them: a leaked key must not use up the changes by which its owner ends it. */
function writerOf(caller: Caller): string {
  const owner = caller.account?.id ?? caller.clientId ?? '';
  return isOfThePersonAlone(caller) ? owner : `for ${owner}`;
}
