import { PasswordInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { answerOf, api } from '../api/client';
import { OwnName } from './own-name';
import { ownerProof, type Proved } from './owner-proof';

interface OwnPassword extends Record<string, string> {
  current_password: string;
  new_password: string;
  repeated: string;
}

export const OWN_PASSWORD_FORM = {
  mode: 'uncontrolled' as const,
  initialValues: { current_password: '', new_password: '', repeated: '' } satisfies OwnPassword as OwnPassword,
  validate: {
    repeated: (text: string, { new_password }: OwnPassword) => (text === new_password ? null : 'is not the same'),
  },
};

export const OWN_PASSWORD_CHANGE = {
  act: async (typed: Proved<Pick<OwnPassword, 'current_password' | 'new_password'>>) => {
    const body = { new_password: typed.new_password, ...(await ownerProof(typed)) };
    return answerOf(api.PUT('/api/v1/users/me/password', { body }));
  },
  done: 'Your password is changed. All your other sign-ins have ended.',
};

/** The fields with which people change their own password. */
export function OwnPasswordFields({ form, hint }: { form: UseFormReturnType<OwnPassword>; hint: string }) {
  return (
    <>
      <OwnName />
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        key={form.key('current_password')}
        {...form.getInputProps('current_password')}
      />
      <PasswordInput
        label="New password"
        description={hint}
        autoComplete="new-password"
        key={form.key('new_password')}
        {...form.getInputProps('new_password')}
      />
      <PasswordInput
        label="New password again"
        autoComplete="new-password"
        key={form.key('repeated')}
        {...form.getInputProps('repeated')}
      />
    </>
  );
}
