import { useState } from 'react';
import { signOut } from '../api/session';
import { CodeForm } from './code-form';
import type { HalfSignIn } from './half-sign-in';
import { PasswordForm } from './password-form';
import { SetUpForm } from './set-up-form';
import { SignInPage } from './sign-in-page';

interface SignInFormProps {
  /** Loads who is signed in now; throws where it cannot, or where there is no session after all. */
  onSignedIn: () => Promise<unknown>;
  /** A second factor was set up, and the person is signed in: the recovery codes, which are shown once. */
  onCodes: (codes: readonly string[]) => void;
}

/** The sign-in page: the password, then a code or a passkey where the account has a second factor. */
export function SignInForm({ onSignedIn, onCodes }: SignInFormProps) {
  const [half, setHalf] = useState<HalfSignIn>();
  const back = () => {
    setHalf(undefined);
    // the password that was shown counts no more: who comes to this browser next goes on from nothing
    void signOut().catch(() => undefined);
  };
  return (
    <SignInPage
      title={titleOf(half)}
      lead={half === undefined ? 'to your account and its settings' : `to sign in as ${half.email}`}
    >
      {half === undefined ? <PasswordForm onSignedIn={onSignedIn} onHalf={setHalf} /> : null}
      {half?.enrols === true ? <SetUpForm onCodes={onCodes} onBack={back} /> : null}
      {half?.enrols === false ? <CodeForm hasApp={half.hasApp} onSignedIn={onSignedIn} onBack={back} /> : null}
    </SignInPage>
  );
}

function titleOf(half: HalfSignIn | undefined): string {
  if (half === undefined) return 'Sign in';
  if (half.enrols) return 'Set up a second factor';
  return half.hasApp ? 'Enter a code' : 'Use your passkey';
}
