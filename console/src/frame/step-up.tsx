import { Button, Divider, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { useFactors } from '../api/factors';
import { proofByPasskey } from '../api/passkeys';
import { messageOf } from '../api/problem';
import { asksForStepUp } from '../api/step-up';

/** Asks for a code when an act takes a fresh second factor; then the act goes on where it was. */
export function StepUp() {
  const [opened, setOpened] = useState(false);
  const answer = useRef<(proved: boolean) => void>(undefined);
  useEffect(() => {
    const remove = asksForStepUp(() => {
      setOpened(true);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    });
    return () => {
      remove();
      answer.current?.(false);
    };
  }, []);
  const close = (proved: boolean) => {
    setOpened(false);
    answer.current?.(proved);
  };
  return opened ? <StepUpDialog onClose={close} /> : null;
}

interface DialogProps {
  onClose: (proved: boolean) => void;
}

function StepUpDialog({ onClose }: DialogProps) {
  const { data: factors } = useFactors();
  const hasPasskey = (factors?.passkeys.length ?? 0) > 0;
  const hasNone = factors?.authenticator === null && !hasPasskey;
  const cancel = () => {
    onClose(false);
  };
  return (
    <Modal
      opened
      onClose={cancel}
      title={hasNone ? 'A second factor is needed' : 'Confirm that it is you'}
      centered
      zIndex={400}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {hasNone ? <NoFactor onCancel={cancel} /> : <ProofForm hasPasskey={hasPasskey} onClose={onClose} />}
    </Modal>
  );
}

/** For an administrator who must have a second factor, and has none. */
function NoFactor({ onCancel }: { onCancel: () => void }) {
  return (
    <Stack>
      <Text size="sm">
        Administrators need a second factor for this, and you have none yet. Set up a passkey or an authenticator app on
        the page Security, then do this again.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button component={Link} to="/account/security" onClick={onCancel} data-autofocus>
          Go to Security
        </Button>
      </Group>
    </Stack>
  );
}

function ProofForm({ hasPasskey, onClose }: DialogProps & { hasPasskey: boolean }) {
  const form = useForm({ initialValues: { otp: '' } });
  const prove = useMutation({
    mutationFn: async (typed: typeof form.values | 'passkey') => {
      const body = typed === 'passkey' ? { passkey: await proofByPasskey() } : { otp: typed.otp.trim() };
      return answerOf(api.POST('/api/v1/users/me/step-up', { body }));
    },
    onSuccess: () => {
      onClose(true);
    },
    onError: (error) => {
      form.setValues({ otp: '' });
      form.setErrors({ otp: messageOf(error) });
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        prove.mutate(values);
      })}
    >
      <Stack>
        <Text size="sm">
          This changes what others depend on. Confirm it, and it goes on; ten minutes need no other.
        </Text>
        {hasPasskey ? (
          <>
            <Button
              fullWidth
              loading={prove.isPending}
              onClick={() => {
                prove.mutate('passkey');
              }}
            >
              Use a passkey
            </Button>
            <Divider label="or" />
          </>
        ) : null}
        <TextInput
          label="Code"
          description="Of your authenticator app, or a recovery code."
          name="otp"
          required
          maxLength={64}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('otp')}
        />
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              onClose(false);
            }}
          >
            Cancel
          </Button>
          <Button type="submit" loading={prove.isPending}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
