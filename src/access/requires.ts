import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiSecurity } from '../http/open-api.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { AccessGuard } from './access.guard.js';
import type { Creation } from './creations.js';
import { PermissionGuard } from './permission.guard.js';
import { FRESH_NEEDED, FRESH_NEEDED_OF_OTHERS, REQUIREMENT, type Requirement } from './requirement.js';
import { WriteBoundsGuard } from './write-bounds.guard.js';

/** Declares who may call a route: the guards enforce it in this order, and the OpenAPI document shows it. */
export function Requires(scope: string | undefined, summary: string): MethodDecorator {
  return requiring({ scope, admin: false }, summary);
}

/** As `Requires`, for admins only. */
export function RequiresAdmin(scope: string, summary: string): MethodDecorator {
  return requiring({ scope, admin: true }, summary);
}

/** As `Requires`, for an act that takes a fresh second factor of an administrator (see `FreshFactor`). */
export function RequiresFresh(scope: string, summary: string): MethodDecorator {
  return requiring({ scope, admin: false, fresh: true }, summary);
}

/** As `RequiresFresh`, for admins only. */
export function RequiresFreshAdmin(scope: string, summary: string): MethodDecorator {
  return requiring({ scope, admin: true, fresh: true }, summary);
}

/** As `RequiresFresh`, for an act on the caller's own things too, which takes no second factor. */
export function RequiresFreshOfOthers(scope: string, summary: string): MethodDecorator {
  return requiring({ scope, admin: false, fresh: 'of-others' }, summary);
}

/** As `RequiresFresh`, for what a setting may keep to admins. */
export function RequiresDeveloper(scope: string, creates: Creation, summary: string): MethodDecorator {
  return requiring({ scope, admin: false, fresh: true, creates }, summary);
}

/** As `Requires`, for the call by which pages test whether a person is signed in: without a credential it is not audited. */
export function RequiresUnaudited(scope: string, summary: string): MethodDecorator {
  return requiring({ scope, admin: false, testsForSession: true }, summary);
}

function requiring(requirement: Requirement, summary: string): MethodDecorator {
  const { scope, admin, fresh = false, creates } = requirement;
  const needs = [
    scope === undefined ? 'Any credential.' : `Scope \`${scope}\`.`,
    ...(admin ? ['Admins only.'] : []),
    ...(fresh === false ? [] : [fresh === true ? FRESH_NEEDED : FRESH_NEEDED_OF_OTHERS]),
    ...(creates === undefined ? [] : ['Admins only where the setting `DEVELOPERS` says so.']),
  ];
  return applyDecorators(
    SetMetadata(REQUIREMENT, requirement),
    UseGuards(AccessGuard, IpWhitelistGuard, PermissionGuard, WriteBoundsGuard),
    ApiOperation({ summary, description: needs.join(' ') }),
    ApiBearerAuth('bearer'),
    ApiSecurity('api-key'),
    ApiCookieAuth('session'),
  );
}
