import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

export const REQUIREMENT = 'latchkey:requirement';

/** What a route asks of its caller. */
export interface Requirement {
  /** The scope the credential must carry; undefined: any credential will do. */
  scope: string | undefined;
  /** Whether its owner must be an admin. */
  admin: boolean;
  /** Whether to call it without any credential is only to look whether there is somebody, and nothing to audit. */
  looksWhoIsThere?: boolean;
}

/** @throws Error for a handler that says nothing: it is a fault of the program */
export function requirementOf(reflector: Reflector, context: ExecutionContext): Requirement {
  const requirement = reflector.get<Requirement | undefined>(REQUIREMENT, context.getHandler());
  if (requirement === undefined) throw new Error(`${context.getHandler().name} does not say what it requires`);
  return requirement;
}
