import type { Payer } from '../../bounds/store-bounds.js';
import { networkOf } from '../../network/network.js';
import type { RefusalSubject } from '../../protocol/refusal.js';
import type { Application } from './applications.js';

/**
 * The caller to which a stored row is charged: the application and its owner, if it authenticated and an account owns it;
 * otherwise its network, because a caller can create any number of other applications.
 */
export function callerOf(application: Application, address: string): Payer {
  if (!hasProved(application)) return networkOf(address);
  return { application: `application ${application.id}`, owner: ownerName(application) };
}

/** The account that answers for an application that has proved who it is, as rows are charged to it. */
export function ownerName({ ownerId }: Pick<Application, 'ownerId'>): string {
  return `owner ${String(ownerId)}`;
}

/**
 * Whether an authenticated client has an owner that answers for it. Clients that registered themselves, or that a document
 * describes, prove only that they are the same as before, and a caller can create any number of them.
 */
export function hasProved({ type, ownerId }: Pick<Application, 'type' | 'ownerId'>): boolean {
  return type === 'confidential' && ownerId !== null;
}

/** An application in a refusal, with the account that answers for it. */
export function subjectOf({ clientId, ownerId }: Pick<Application, 'clientId' | 'ownerId'>): RefusalSubject {
  return ownerId === null ? { clientId } : { clientId, ownerId };
}
