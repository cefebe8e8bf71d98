import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { CAN_USE_PASSKEYS, signInByAutofill, signInByPasskey, stopAskingForPasskeys } from '../api/passkeys';
import { messageOf } from '../api/problem';
import type { TrustChoice } from '../api/second-step';

interface PasskeyButtonProps {
  /** After the password; otherwise a passkey is offered in the autofill of the user name, too. */
  second?: TrustChoice;
  isPrimary?: boolean;
  onSignedIn: () => Promise<unknown>;
}

/** Signs in by a passkey; nothing where there are none. */
export function PasskeyButton({ second, isPrimary = false, onSignedIn }: PasskeyButtonProps) {
  const isAlone = second === undefined;
  const { data: isOffered = false } = useQuery(CAN_USE_PASSKEYS);
  const { mutate: offerInAutofill, error: refused } = useMutation({
    mutationFn: async () => {
      if (await signInByAutofill()) await onSignedIn();
    },
  });
  const entry = useMutation({
    mutationFn: async () => {
      await signInByPasskey(second);
      await onSignedIn();
    },
    onError: () => {
      if (isAlone) offerInAutofill();
    },
  });
  useEffect(() => {
    if (isOffered && isAlone) offerInAutofill();
    return stopAskingForPasskeys;
  }, [isOffered, isAlone, offerInAutofill]);
  const problem = entry.error ?? refused;
  if (!isOffered) return null;
  return (
    <>
      {problem === null ? null : (
        <Alert color="red" role="alert">
          {messageOf(problem)}
        </Alert>
      )}
      <Button
        variant={isPrimary ? 'filled' : 'default'}
        fullWidth
        loading={entry.isPending}
        onClick={() => {
          entry.mutate();
        }}
      >
        Use a passkey
      </Button>
    </>
  );
}
