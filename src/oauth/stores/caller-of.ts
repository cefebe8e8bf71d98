import { networkOf } from '../../network/network.js';
import type { Application } from './applications.js';

/**
 * The caller that a stored row counts for: the application, where it proved to be one that an account owns; else
 * the network it comes from, since a caller has as many of the others as it likes.
 */
export function callerOf(application: Application, address: string): string {
  const isProved = application.type === 'confidential' && application.ownerId !== null;
  return isProved ? callerName(application) : networkOf(address);
}

/** An application that proved who it is. */
export function callerName({ id }: Pick<Application, 'id'>): string {
  return `application ${id}`;
}
