import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessGuard } from '../../../access/access.guard.js';
import { PermissionGuard } from '../../../access/permission.guard.js';
import { Settings } from '../../../config/settings.js';
import { IpWhitelistGuard } from '../../../network/ip-whitelist.guard.js';
import { networkOf } from '../../../network/network.js';
import { NotFound } from '../../../protocol/refusal.js';
import { TooManyRequests } from '../../../protocol/too-many.js';
import { RegistrationRepository } from './registration.repository.js';

/**
 * Who may register an application, by the setting: no caller, one with a `register_clients` credential (the initial access token
 * of RFC 7591 section 3), or any caller, with a bound per hour and network.
 */
@Injectable()
export class RegistrationGuard implements CanActivate {
  constructor(
    private readonly access: AccessGuard,
    private readonly whitelist: IpWhitelistGuard,
    private readonly permission: PermissionGuard,
    private readonly registry: RegistrationRepository,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { dynamicRegistration } = this.settings;
    if (dynamicRegistration === 'off') throw new NotFound('Registration of applications');
    if (dynamicRegistration === 'token') {
      await this.access.canActivate(context);
      return this.whitelist.canActivate(context) && this.permission.canActivate(context);
    }
    const { origin } = context.switchToHttp().getRequest<FastifyRequest>();
    const wait = await this.registry.admit(networkOf(origin.address));
    if (wait !== undefined) throw new TooManyRequests(wait, 'too many registrations from this network');
    return true;
  }
}
