import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Copyable } from '../kit/copyable';
import { faultsOf } from '../kit/edits';
import { useAct } from '../kit/use-act';

export interface BegunEnrolment {
  ticket: string;
  secret: string;
  qr_code: string;
}

interface EnrolmentProps {
  begun: BegunEnrolment;
  /** Finishes it with the first code. */
  finish: (body: { ticket: string; code: string }) => Promise<{ recovery_codes: string[] }>;
  onDone: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}

/** Shows the secret of a new authenticator app, and takes its first code. */
export function Enrolment({ begun: { ticket, secret, qr_code }, finish, onDone, onCancel }: EnrolmentProps) {
  const form = useForm({ initialValues: { code: '' } });
  const done = useAct({
    act: ({ code }: typeof form.values) => finish({ ticket, code: code.trim() }),
    done: 'The authenticator app is set up.',
    refreshes: ['factors'],
    form: faultsOf(form),
    then: ({ recovery_codes }) => {
      onDone(recovery_codes);
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        done.mutate(values);
      })}
    >
      <Stack>
        <Text size="sm">Scan this with your authenticator app, then enter the code that the app shows.</Text>
        <img
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr_code)}`}
          alt="QR code of the secret for your authenticator app"
          width={200}
          height={200}
          style={{ alignSelf: 'center', background: '#fff', borderRadius: 8 }}
        />
        <Copyable label="Secret, for an app without a camera" text={secret} />
        <TextInput
          label="Code of the app"
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={16}
          {...form.getInputProps('code')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={done.isPending}>
            Finish
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
