import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { messageOf } from '../api/problem';
import { signIn } from '../api/session';
import { base } from '../base';

/** The sign-in page. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<unknown> }) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (text) => (text.trim() === '' ? 'Your e-mail address or user name' : null),
      password: (text) => (text === '' ? 'Your password' : null),
    },
  });
  const entry = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email.trim(), password),
    onSuccess: onSignedIn,
    onError: () => {
      form.setFieldValue('password', '');
    },
  });
  const { getInputNode } = form;
  useEffect(() => {
    document.title = 'Sign in · Latchkey';
    getInputNode('email')?.focus();
  }, [getInputNode]);
  useEffect(() => {
    if (entry.error !== null) getInputNode('password')?.focus();
  }, [entry.error, getInputNode]);

  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder shadow="md" p="xl" w="100%" maw={420}>
        <Text fw={700} c="dimmed">
          Latchkey
        </Text>
        <Title order={1} size="h2" mt="md">
          Sign in
        </Title>
        <Text c="dimmed" size="sm">
          to your account and its settings
        </Text>
        <form
          onSubmit={form.onSubmit((values) => {
            entry.mutate(values);
          })}
          noValidate
        >
          <Stack mt="lg">
            {entry.error === null ? null : (
              <Alert color="red" role="alert">
                {messageOf(entry.error)}
              </Alert>
            )}
            <TextInput
              label="Email or user name"
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              key={form.key('email')}
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" fullWidth loading={entry.isPending}>
              Sign in
            </Button>
            <Anchor href={`${base}/interaction/forgotten`} size="sm">
              Forgotten your password?
            </Anchor>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
