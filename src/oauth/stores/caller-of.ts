import { networkOf } from '../../network/network.js';
import type { Application } from './applications.js';

/**
 * The caller to which a stored row is charged: the application, if it authenticated and an account owns it; otherwise its
 * network, because a caller can create any number of other applications.
 */
export function callerOf(application: Application, address: string): string {
  return hasProved(application) ? `application ${application.id}` : networkOf(address);
}

/**
 * Whether an authenticated client has an owner that answers for it. Clients that registered themselves, or that a document
 * describes, prove only that they are the same as before, and a caller can create any number of them.
 */
export function hasProved({ type, ownerId }: Pick<Application, 'type' | 'ownerId'>): boolean {
  return type === 'confidential' && ownerId !== null;
}
