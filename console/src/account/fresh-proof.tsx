import { Button, Divider, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useFactors } from '../api/factors';
import { proofByPasskey } from '../api/passkeys';
import type { FreshProof as Proof } from '../api/resources';
import { faultsOf } from '../kit/edits';
import { OwnName } from '../kit/own-name';
import { useAct } from '../kit/use-act';

interface FreshProofProps<T> {
  title: string;
  /** What will happen. */
  text: string;
  confirm: string;
  act: (proof: Proof) => Promise<T>;
  /** Left out where what follows stands on the page. */
  done?: string;
  then?: (answer: T) => void;
  onClose: () => void;
}

/**
 * Asks for the password, and for a code of an account with a second factor, before something sensitive is done; or for a
 * passkey in their place.
 */
export function FreshProof<T>({ title, text, confirm, act, done, then, onClose }: FreshProofProps<T>) {
  const { data: factors } = useFactors();
  const hasPasskey = (factors?.passkeys.length ?? 0) > 0;
  const hasApp = (factors?.authenticator ?? null) !== null;
  const needsCode = hasPasskey || hasApp;
  const form = useForm({ initialValues: { current_password: '', otp: '' } });
  const run = useAct({
    act: async (typed: typeof form.values | 'passkey') => {
      if (typed === 'passkey') return act({ passkey: await proofByPasskey() });
      const { current_password, otp } = typed;
      return act({ current_password, ...(needsCode && { otp: otp.trim() }) });
    },
    done: () => done,
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
          {hasPasskey ? (
            <>
              <Button
                fullWidth
                loading={run.isPending}
                onClick={() => {
                  run.mutate('passkey');
                }}
              >
                Use a passkey
              </Button>
              <Divider label="or" />
            </>
          ) : null}
          <OwnName />
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
              description={hasApp ? 'Of your authenticator app, or a recovery code.' : 'One of your recovery codes.'}
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
            <Button type="submit" variant={hasPasskey ? 'default' : 'filled'} loading={run.isPending}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
