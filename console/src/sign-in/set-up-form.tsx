import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Enrolment } from '../account/enrolment';
import { CAN_USE_PASSKEYS, makePasskey, NoPasskey } from '../api/passkeys';
import { messageOf } from '../api/problem';
import { beginPasskeySetUp, beginSetUp, finishPasskeySetUp, finishSetUp } from '../api/second-step';

interface SetUpFormProps {
  onCodes: (codes: readonly string[]) => void;
  onBack: () => void;
}

/** The second step of the sign-in page for an account that must have a second factor, and has none yet. */
export function SetUpForm({ onCodes, onBack }: SetUpFormProps) {
  const begun = useQuery({ queryKey: ['set-up'], queryFn: beginSetUp, gcTime: 0, staleTime: Infinity, retry: false });
  return (
    <Stack mt="lg">
      <Text size="sm">Signing in takes a second factor beside your password.</Text>
      {begun.error === null ? null : (
        <>
          <Alert color="red" role="alert">
            {messageOf(begun.error)}
          </Alert>
          <Button variant="default" onClick={onBack}>
            Begin again
          </Button>
        </>
      )}
      {begun.data === undefined ? null : (
        <>
          <PasskeySetUp onDone={onCodes} />
          <Enrolment begun={begun.data} finish={finishSetUp} onDone={onCodes} onCancel={onBack} />
        </>
      )}
    </Stack>
  );
}

/** A passkey in place of the app; nothing where there are none. */
function PasskeySetUp({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const { data: isOffered = false } = useQuery(CAN_USE_PASSKEYS);
  const make = useMutation({
    mutationFn: async () => {
      const options = await beginPasskeySetUp();
      if (options === null) throw new NoPasskey('This server has no passkeys.');
      return finishPasskeySetUp(await makePasskey(options));
    },
    onSuccess: ({ recovery_codes }) => {
      onDone(recovery_codes);
    },
  });
  if (!isOffered) return null;
  return (
    <>
      {make.error === null ? null : (
        <Alert color="red" role="alert">
          {messageOf(make.error)}
        </Alert>
      )}
      <Button
        variant="default"
        fullWidth
        loading={make.isPending}
        onClick={() => {
          make.mutate();
        }}
      >
        Set up a passkey
      </Button>
      <Divider label="or an authenticator app" />
    </>
  );
}
