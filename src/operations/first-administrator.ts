/** The administrator that a first start created. */
export interface NewAdministrator {
  email: string;
  /** Only when it was generated: this is the one time it can be shown. */
  generatedPassword?: string;
}

/** Sees to it that somebody can sign in. Asked once, before the server listens. */
export abstract class FirstAdministrator {
  /** Creates the administrator when there is no user at all; undefined when there is. Several nodes may ask at once. */
  abstract ensure(): Promise<NewAdministrator | undefined>;
}
