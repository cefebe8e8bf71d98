/** The resources that a grant is good for; without any of its own it is for this server itself. */
export function grantedResources(granted: readonly string[], issuer: string): readonly string[] {
  return granted.length === 0 ? [issuer] : granted;
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
