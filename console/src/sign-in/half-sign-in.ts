/** A right password of an account that needs more than that. Nothing is signed in yet. */
export interface HalfSignIn {
  email: string;
  /** Whether a second factor is to be set up first. */
  enrols: boolean;
  /** Whether the account has an authenticator app; otherwise its second factor is a passkey. */
  hasApp: boolean;
}
