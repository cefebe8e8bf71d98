import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { messageOf, Problem } from '../api/problem';
import { secondFactorsOfHalf } from '../api/second-step';
import { signIn } from '../api/session';
import { base } from '../base';
import type { HalfSignIn } from './half-sign-in';
import { PasskeyButton } from './passkey-button';

interface PasswordFormProps {
  onSignedIn: () => Promise<unknown>;
  /** The password was right, and a code is needed. */
  onHalf: (half: HalfSignIn) => void;
}

export function PasswordForm({ onSignedIn, onHalf }: PasswordFormProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (text) => (text.trim() === '' ? 'Your e-mail address or user name' : null),
      password: (text) => (text === '' ? 'Your password' : null),
    },
  });
  const entry = useMutation({
    mutationFn: async ({ email, password }: typeof form.values) => {
      const half = await signedInOrHalf(email.trim(), password);
      if (half === undefined) await onSignedIn();
      else onHalf(half);
    },
    onError: () => {
      form.setFieldValue('password', '');
    },
  });
  const { getInputNode } = form;
  useEffect(() => {
    getInputNode('email')?.focus();
  }, [getInputNode]);
  useEffect(() => {
    if (entry.error !== null) getInputNode('password')?.focus();
  }, [entry.error, getInputNode]);

  return (
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
          autoComplete="username webauthn"
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
        <PasskeyButton onSignedIn={onSignedIn} />
        <Anchor href={`${base}/interaction/forgotten`} size="sm">
          Forgotten your password?
        </Anchor>
      </Stack>
    </form>
  );
}

/** Undefined: signed in. */
async function signedInOrHalf(email: string, password: string): Promise<HalfSignIn | undefined> {
  try {
    await signIn(email, password);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'mfa_required') throw error;
    const enrols = error.faults.some(({ field }) => field === 'second_factor');
    return { email, enrols, hasApp: !enrols && (await secondFactorsOfHalf()).includes('otp') };
  }
}
