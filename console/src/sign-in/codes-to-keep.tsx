import { Alert, Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ShownCodes } from '../account/recovery-codes-section';
import { messageOf } from '../api/problem';
import { SignInPage } from './sign-in-page';

interface CodesToKeepProps {
  codes: readonly string[];
  onKept: () => Promise<unknown>;
}

/** The end of a sign-in in which a second factor was set up. It stays until the person says that they have the codes. */
export function CodesToKeep({ codes, onKept }: CodesToKeepProps) {
  const entry = useMutation({ mutationFn: onKept });
  return (
    <SignInPage title="Keep your recovery codes" lead="Your second factor is set up, and you are signed in.">
      <Stack mt="lg">
        <ShownCodes codes={codes} />
        {entry.error === null ? null : (
          <Alert color="red" role="alert">
            {messageOf(entry.error)}
          </Alert>
        )}
        <Button
          fullWidth
          loading={entry.isPending}
          onClick={() => {
            entry.mutate();
          }}
        >
          I have kept them: go on
        </Button>
      </Stack>
    </SignInPage>
  );
}
