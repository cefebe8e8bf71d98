/** The administrator that the first start created. */
export interface NewAdministrator {
  email: string;
  /** Only if it was generated; it cannot be shown again. */
  generatedPassword?: string;
}

/** Ensures that an administrator exists. Called once, before the server listens. */
export abstract class FirstAdministrator {
  /** Creates the administrator if there is no user; otherwise undefined. Safe for several nodes at once. */
  abstract ensure(): Promise<NewAdministrator | undefined>;
}
