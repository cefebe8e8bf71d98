import { Button } from '@mantine/core';
import { useFactors } from '../api/factors';
import { proofByPasskey } from '../api/passkeys';
import type { FreshProof } from '../api/resources';

/** What a form holds that takes the present password, or a passkey in its place. */
export type Proved<V> = V & { isByPasskey?: boolean };

/** The proof that a change of address or password takes. */
export async function ownerProof(typed: {
  current_password?: string;
  isByPasskey?: boolean;
}): Promise<Omit<FreshProof, 'otp'>> {
  const { current_password, isByPasskey = false } = typed;
  if (isByPasskey) return { passkey: await proofByPasskey() };
  return current_password === undefined ? {} : { current_password };
}

/** Whether the person has a passkey, which then may stand in place of the password. */
export function useHasPasskey(): boolean {
  const { data: factors } = useFactors();
  return (factors?.passkeys.length ?? 0) > 0;
}

interface ByPasskeyProps {
  isPending: boolean;
  fullWidth?: boolean;
  onClick: () => void;
}

/** Sends a form with a passkey in place of the present password; nothing for a person without one. */
export function ByPasskey(props: ByPasskeyProps) {
  const hasPasskey = useHasPasskey();
  const { isPending, ...button } = props;
  if (!hasPasskey) return null;
  return (
    <Button variant="default" loading={isPending} {...button}>
      Use a passkey instead
    </Button>
  );
}
