/** What is to be told, before it is written. An account is named by its id, or by what a person typed who asks for a reset. */
export type Mail = (
  | { kind: 'reset'; login: string; secret: string; afterUndo?: boolean }
  | { kind: 'invitation'; userId: string; secret: string }
  | { kind: 'password-changed'; userId: string }
  | { kind: 'verify'; userId: string; to: string; secret: string; code: string }
  /** To the address that was left, with the secret of its undo; to the new one; or to one that an undo has left. */
  | { kind: 'email-changed'; userId: string; to: string; secret?: string }
  /** `at`: RFC 3339; `address`: where it came from. */
  | { kind: 'new-sign-in'; userId: string; at: string; address: string; browser: string }
  | { kind: 'factor-changed'; userId: string; change: FactorChange }
  | { kind: 'test'; to: string }
) & {
  /** The application on whose pages it was caused, whose brand it carries. */
  clientId?: string | undefined;
};

/** What happened to what proves an account beside its password. */
export type FactorChange =
  | 'authenticator-added'
  | 'authenticator-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'factors-reset'
  | 'recovery-code-used'
  | 'recovery-codes-made'
  /** Wrong codes in a row, by who knows the password or has a session. */
  | 'codes-guessed';

/** A mail in the outbox. */
export interface WaitingMail {
  id: string;
  mail: Mail;
  /** This one included. */
  attempts: number;
  createdAt: Date;
}

/** A mail as it is written. */
export interface Letter {
  to: string;
  /** The account it is about; null: none. */
  userId: string | null;
  subject: string;
  text: string;
  html: string;
}

/** Writes letters, at each attempt: a link is good from when it is sent. */
export abstract class LetterWriter {
  /** Undefined: there is nothing to send, as no account has that name, or it has heard enough. */
  abstract write(waiting: WaitingMail): Promise<Letter | undefined>;
}
