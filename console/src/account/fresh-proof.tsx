import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { faultsOf } from '../kit/edits';
import { useAct } from '../kit/use-act';

export interface Proof {
  current_password: string;
  otp?: string;
}

interface FreshProofProps<T> {
  title: string;
  /** What will happen. */
  text: string;
  confirm: string;
  /** Whether the account has a second factor, so that a code is needed, too. */
  needsCode: boolean;
  act: (proof: Proof) => Promise<T>;
  done: string;
  then?: (answer: T) => void;
  onClose: () => void;
}

/** Asks for the password, and for a code of an account with a second factor, before something sensitive is done. */
export function FreshProof<T>({ title, text, confirm, needsCode, act, done, then, onClose }: FreshProofProps<T>) {
  const form = useForm({ initialValues: { current_password: '', otp: '' } });
  const run = useAct({
    act: ({ current_password, otp }: typeof form.values) =>
      act({ current_password, ...(needsCode && { otp: otp.trim() }) }),
    done,
    refreshes: ['factors'],
    form: faultsOf(form),
    then: (answer) => {
      onClose();
      then?.(answer);
    },
  });
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={form.onSubmit((values) => {
          run.mutate(values);
        })}
      >
        <Stack>
          <Text size="sm">{text}</Text>
          <PasswordInput
            label="Your password"
            required
            autoComplete="current-password"
            data-autofocus
            {...form.getInputProps('current_password')}
          />
          {needsCode ? (
            <TextInput
              label="Code"
              description="Of your authenticator app, or a recovery code."
              required
              maxLength={64}
              autoComplete="one-time-code"
              {...form.getInputProps('otp')}
            />
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={run.isPending}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
