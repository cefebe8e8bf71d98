import type { DoneBy } from '../audit/audit-event.js';
import type { PageRequest } from '../faces/page.js';

/** What one person has allowed one application. */
export interface ConsentRecord {
  user: { id: string; name: string | null };
  application: { id: string; clientId: string; name: string };
  scopes: string[];
  createdAt: Date;
  updatedAt: Date;
}

export interface ConsentFilter {
  /** Undefined: anyone's. */
  userId?: string | undefined;
  /** Undefined: to any application. */
  applicationId?: string | undefined;
}

/** What people have allowed, to look at and to take back. */
export abstract class ConsentRegister {
  /** By application, then person, latest first; one more than the page holds if there are more. */
  abstract list(filter: ConsentFilter, page: PageRequest): Promise<ConsentRecord[]>;

  /**
   * Forgets a consent, audited, and then ends the person's sign-ins to the application, told to every node.
   * @returns false when there was neither
   */
  abstract revoke(userId: string, application: { id: string; clientId: string }, by: DoneBy): Promise<boolean>;
}

/** Where a record stands in a list. */
export function consentCursor({ application, user }: Pick<ConsentRecord, 'application' | 'user'>): string {
  return `${application.id}.${user.id}`;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CURSOR = new RegExp(`^(${UUID})\\.(${UUID})$`);

export function parseConsentCursor(text: string): { applicationId: string; userId: string } | undefined {
  const [, applicationId, userId] = CURSOR.exec(text) ?? [];
  return applicationId === undefined || userId === undefined ? undefined : { applicationId, userId };
}
