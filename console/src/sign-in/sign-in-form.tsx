import { Center, Paper, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { CodeForm } from './code-form';
import type { HalfSignIn } from './half-sign-in';
import { PasswordForm } from './password-form';

/** The sign-in page: the password, then a code where the account has a second factor. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<unknown> }) {
  const [half, setHalf] = useState<HalfSignIn>();
  useEffect(() => {
    document.title = 'Sign in · Latchkey';
  }, []);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder shadow="md" p="xl" w="100%" maw={420}>
        <Text fw={700} c="dimmed">
          Latchkey
        </Text>
        <Title order={1} size="h2" mt="md">
          {half === undefined ? 'Sign in' : 'Enter a code'}
        </Title>
        <Text c="dimmed" size="sm">
          {half === undefined ? 'to your account and its settings' : `to sign in as ${half.email}`}
        </Text>
        {half === undefined ? (
          <PasswordForm onSignedIn={onSignedIn} onHalf={setHalf} />
        ) : (
          <CodeForm
            half={half}
            onSignedIn={onSignedIn}
            onBack={() => {
              setHalf(undefined);
            }}
          />
        )}
      </Paper>
    </Center>
  );
}
