import { networkOf } from '../../network/network.js';
import type { Application } from './applications.js';

/**
 * The caller that a stored row counts for: the application, where it proved to be one that an account owns; else
 * the network it comes from, since a caller has as many of the others as it likes.
 */
export function callerOf(application: Application, address: string): string {
  return hasProved(application) ? callerName(application) : networkOf(address);
}

/**
 * Whether a client that authenticated has thereby proved to be one that an account answers for. Clients that registered
 * themselves, or that a document describes, prove no more than that they are the same as before: there are as many as
 * one likes.
 */
export function hasProved({ type, ownerId }: Pick<Application, 'type' | 'ownerId'>): boolean {
  return type === 'confidential' && ownerId !== null;
}

/** An application that proved who it is. */
export function callerName({ id }: Pick<Application, 'id'>): string {
  return `application ${id}`;
}
