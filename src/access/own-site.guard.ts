import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { refuseCrossSite } from './cross-site.js';

/** Admits only requests sent by pages of this server or by clients other than browsers. */
@Injectable()
export class OwnSiteGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    refuseCrossSite(context.switchToHttp().getRequest<FastifyRequest>(), this.settings.issuer);
    return true;
  }
}
