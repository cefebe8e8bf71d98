import { Center, Paper, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { signOut } from '../api/session';
import { CodeForm } from './code-form';
import type { HalfSignIn } from './half-sign-in';
import { PasswordForm } from './password-form';
import { SetUpForm } from './set-up-form';

/** The sign-in page: the password, then a code or a passkey where the account has a second factor. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<unknown> }) {
  const [half, setHalf] = useState<HalfSignIn>();
  useEffect(() => {
    document.title = 'Sign in · Latchkey';
  }, []);
  const back = () => {
    setHalf(undefined);
    // the password that was shown counts no more: who comes to this browser next goes on from nothing
    void signOut().catch(() => undefined);
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder shadow="md" p="xl" w="100%" maw={420}>
        <Text fw={700} c="dimmed">
          Latchkey
        </Text>
        <Title order={1} size="h2" mt="md">
          {titleOf(half)}
        </Title>
        <Text c="dimmed" size="sm">
          {half === undefined ? 'to your account and its settings' : `to sign in as ${half.email}`}
        </Text>
        {half === undefined ? <PasswordForm onSignedIn={onSignedIn} onHalf={setHalf} /> : null}
        {half?.enrols === true ? <SetUpForm onSignedIn={onSignedIn} onBack={back} /> : null}
        {half?.enrols === false ? <CodeForm hasApp={half.hasApp} onSignedIn={onSignedIn} onBack={back} /> : null}
      </Paper>
    </Center>
  );
}

function titleOf(half: HalfSignIn | undefined): string {
  if (half === undefined) return 'Sign in';
  if (half.enrols) return 'Set up a second factor';
  return half.hasApp ? 'Enter a code' : 'Use your passkey';
}
