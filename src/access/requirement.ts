import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Creation } from './creations.js';

export const REQUIREMENT = 'latchkey:requirement';

/** Said of a route whose requirement is `fresh`. */
export const FRESH_NEEDED =
  'A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).';

/** Said of a route whose requirement is `fresh` for what belongs to others. */
export const FRESH_NEEDED_OF_OTHERS = `For what is another person's: ${FRESH_NEEDED}`;

/** What a route requires of its caller. */
export interface Requirement {
  /** The required scope of the credential; undefined: any credential is accepted. */
  scope: string | undefined;
  /** Whether the owner must be an admin. */
  admin: boolean;
  /**
   * Whether an administrator with a second factor must have proved it a short time ago; `of-others`: only where the act
   * concerns what belongs to others.
   */
  fresh?: boolean | 'of-others';
  /** What it creates, which may be kept to admins by a setting. */
  creates?: Creation;
  /** Whether pages test by it for a session: a call without a credential is not audited. */
  testsForSession?: boolean;
}

/** @throws Error for a handler without a declaration, which is a programming error */
export function requirementOf(reflector: Reflector, context: ExecutionContext): Requirement {
  const requirement = reflector.get<Requirement | undefined>(REQUIREMENT, context.getHandler());
  if (requirement === undefined) throw new Error(`${context.getHandler().name} does not say what it requires`);
  return requirement;
}
