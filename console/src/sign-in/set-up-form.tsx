import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Enrolment } from '../account/enrolment';
import { ShownCodes } from '../account/recovery-codes-section';
import { messageOf } from '../api/problem';
import { beginSetUp, finishSetUp } from '../api/second-step';

interface SetUpFormProps {
  onSignedIn: () => Promise<unknown>;
  onBack: () => void;
}

/** The second step of the sign-in page for an account that must have a second factor, and has none yet. */
export function SetUpForm({ onSignedIn, onBack }: SetUpFormProps) {
  const [codes, setCodes] = useState<string[]>();
  const begun = useQuery({ queryKey: ['set-up'], queryFn: beginSetUp, gcTime: 0, staleTime: Infinity, retry: false });
  if (codes !== undefined) {
    return (
      <Stack mt="lg">
        <ShownCodes codes={codes} />
        <Button fullWidth onClick={() => void onSignedIn()}>
          I have kept them: go on
        </Button>
      </Stack>
    );
  }
  return (
    <Stack mt="lg">
      <Text size="sm">Signing in takes a code beside your password.</Text>
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
        <Enrolment begun={begun.data} finish={finishSetUp} onDone={setCodes} onCancel={onBack} />
      )}
    </Stack>
  );
}
