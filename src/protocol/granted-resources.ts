import { isOwnResource, ownResourcesOf } from './own-resources.js';

/**
 * The resources that a grant is good for; without any of its own it is for this server itself, which is one API under all
 * of its names.
 */
export function grantedResources(granted: readonly string[], issuer: string): readonly string[] {
  const isForServer = granted.length === 0 || granted.some((resource) => isOwnResource(issuer, resource));
  return isForServer ? [...new Set([...granted, ...ownResourcesOf(issuer)])] : granted;
}

/** Whether a grant is good for the resources asked for. */
export function coversResources(
  granted: readonly string[],
  asked: readonly string[] | undefined,
  issuer: string,
): boolean {
  const resources = grantedResources(granted, issuer);
  return asked === undefined || asked.every((resource) => resources.includes(resource));
}
