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
