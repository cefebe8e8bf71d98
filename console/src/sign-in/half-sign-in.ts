/** A right password of an account that needs more than that. Nothing is signed in yet. */
export interface HalfSignIn {
  email: string;
  /** Whether a second factor is to be set up first. */
  enrols: boolean;
}
