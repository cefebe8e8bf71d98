import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import { makePasskey } from '../api/passkeys';
import type { Factors } from '../api/resources';
import { faultsOf } from '../kit/edits';
import { Moment } from '../kit/moment';
import { Section, SectionRow } from '../kit/section';
import { useAct } from '../kit/use-act';
import { FreshProof } from './fresh-proof';
import { ShownCodes } from './recovery-codes-section';

/** How many passkeys a person may have. */
const MOST = 20;

type Passkey = Factors['passkeys'][number];

/** The passkeys: registered, named and removed. */
export function PasskeysSection({ factors: { passkeys, passkeys_off: off } }: { factors: Factors }) {
  const [isAsking, setAsking] = useState(false);
  const [begun, setBegun] = useState<Record<string, unknown>>();
  const [codes, setCodes] = useState<string[]>();
  const isFull = passkeys.length >= MOST;
  return (
    <Section title="Passkeys" isOn={passkeys.length > 0}>
      <Text size="sm" c="dimmed">
        {off ??
          'A passkey is kept by your device or password manager. It signs you in without a password, and no other site can ask for it.'}
      </Text>
      {passkeys.map((passkey) => (
        <PasskeyRow key={passkey.id} passkey={passkey} />
      ))}
      {begun === undefined ? null : (
        <NewPasskey
          options={begun}
          onDone={(made) => {
            setBegun(undefined);
            setCodes(made ?? undefined);
          }}
          onCancel={() => {
            setBegun(undefined);
          }}
        />
      )}
      {codes === undefined ? null : <ShownCodes codes={codes} />}
      {off === null && begun === undefined ? (
        <Group justify="flex-end">
          {isFull ? (
            <Text size="sm" c="dimmed">
              You have {String(MOST)}, and an account keeps no more. Remove one first.
            </Text>
          ) : null}
          <Button
            disabled={isFull}
            variant={passkeys.length > 0 ? 'default' : 'filled'}
            onClick={() => {
              setAsking(true);
            }}
          >
            Add a passkey
          </Button>
        </Group>
      ) : null}
      {isAsking ? (
        <FreshProof
          title="Add a passkey"
          text="Confirm that it is you. From then on your password alone does not sign in."
          confirm="Go on"
          act={(body) => answerOf(api.POST('/api/v1/users/me/passkeys/registration', { body }))}
          then={({ options }) => {
            setCodes(undefined);
            setBegun(options);
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      ) : null}
    </Section>
  );
}

interface NewPasskeyProps {
  options: Record<string, unknown>;
  onDone: (recoveryCodes: string[] | null) => void;
  onCancel: () => void;
}

/** Names a passkey, and has the browser make it. */
function NewPasskey({ options, onDone, onCancel }: NewPasskeyProps) {
  const form = useForm({ initialValues: { name: '' } });
  const make = useAct({
    act: async ({ name }: typeof form.values) => {
      const passkey = await makePasskey(options);
      return answerOf(api.POST('/api/v1/users/me/passkeys', { body: { name, passkey } }));
    },
    done: 'The passkey is added.',
    refreshes: ['factors'],
    form: faultsOf(form),
    then: ({ recovery_codes }) => {
      onDone(recovery_codes);
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        make.mutate(values);
      })}
    >
      <Stack>
        <TextInput
          label="Name of the passkey"
          description="Such as “Laptop”: tells you later which one it is."
          required
          maxLength={64}
          data-autofocus
          autoFocus
          {...form.getInputProps('name')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the passkey
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PasskeyRow({ passkey: { id, name, created_at, last_used_at } }: { passkey: Passkey }) {
  const [doing, setDoing] = useState<'rename' | 'remove'>();
  const close = () => {
    setDoing(undefined);
  };
  const params = { path: { passkeyId: id } };
  if (doing === 'rename') {
    return (
      <Group role="group" aria-label={name}>
        <Rename id={id} name={name} onClose={close} />
      </Group>
    );
  }
  return (
    <SectionRow
      name={name}
      details={
        <>
          Added <Moment at={created_at} />, last used: <Moment at={last_used_at} never="not yet" />
        </>
      }
    >
      <Button
        variant="default"
        size="xs"
        aria-label={`Rename ${name}`}
        onClick={() => {
          setDoing('rename');
        }}
      >
        Rename
      </Button>
      <Button
        variant="light"
        color="red"
        size="xs"
        aria-label={`Remove ${name}`}
        onClick={() => {
          setDoing('remove');
        }}
      >
        Remove
      </Button>
      {doing === 'remove' ? (
        <FreshProof
          title={`Remove the passkey ${name}`}
          text="It does not sign in any more. Your device keeps it until you delete it there, too."
          confirm="Remove it"
          act={(body) => answerOf(api.POST('/api/v1/users/me/passkeys/{passkeyId}/removal', { params, body }))}
          done="The passkey is removed."
          onClose={close}
        />
      ) : null}
    </SectionRow>
  );
}

function Rename({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const form = useForm({ initialValues: { name } });
  const rename = useAct({
    act: (body: typeof form.values) =>
      answerOf(api.PATCH('/api/v1/users/me/passkeys/{passkeyId}', { params: { path: { passkeyId: id } }, body })),
    done: 'The passkey is renamed.',
    refreshes: ['factors'],
    form: faultsOf(form),
    then: onClose,
  });
  return (
    <form
      style={{ flexGrow: 1 }}
      onSubmit={form.onSubmit((values) => {
        rename.mutate(values);
      })}
    >
      <Group align="flex-end">
        <TextInput
          label="Name"
          required
          maxLength={64}
          autoFocus
          style={{ flexGrow: 1 }}
          {...form.getInputProps('name')}
        />
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={rename.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}
