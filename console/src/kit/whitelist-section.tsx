import { Button, Code, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { faultsOf, useEdits } from './edits';
import { Problem } from '../api/problem';
import type { WhitelistEntry } from '../api/resources';
import { ConfirmButton } from './confirm-button';
import { ItemList } from './item-list';
import { LockOut } from './lock-out';
import { Moment } from './moment';
import { usePages } from './pages-of';
import { useAct } from './use-act';
import { addTo, type ListOf, ownAddress, readList, removeFrom } from './whitelists';

/** The entries of one list, with a check against locking out the own address. */
export function WhitelistSection({ of }: { of: ListOf }) {
  const pages = usePages(['ip-whitelist', 'entries', of], (cursor) => readList(of, cursor));
  return (
    <Stack>
      <NewEntry of={of} />
      <ItemList
        label="IP entries"
        pages={pages}
        keyOf={(entry) => entry.id}
        textOf={({ cidr, note }) => `${cidr} ${note}`}
        empty={{
          title: 'Every address is allowed',
          hint: 'Once there is an entry, only the addresses that entries name get in.',
        }}
        columns={[
          { label: 'Address or network', cell: ({ cidr }) => <Code fz="sm">{cidr}</Code> },
          { label: 'Note', cell: ({ note }) => <Text size="sm">{note === '' ? '–' : note}</Text> },
          { label: 'Added', cell: ({ created_at }) => <Moment at={created_at} /> },
          { label: '', cell: (entry) => <RemoveButton of={of} entry={entry} isLast={pages.rows.length === 1} /> },
        ]}
      />
    </Stack>
  );
}

function NewEntry({ of }: { of: ListOf }) {
  /** The address that the entry would lock out. */
  const [lockedOut, setLockedOut] = useState<string>();
  const form = useEdits({
    initialValues: { cidr: '', note: '' },
    validate: {
      cidr: (cidr) => (cidr.trim() === '' ? 'an address, such as 203.0.113.7, or a network, such as 10.0.0.0/8' : null),
    },
  });
  const add = useAct({
    act: async ({ force = false, first }: { force?: boolean; first?: string }) => {
      const { cidr, note } = form.getValues();
      if (first !== undefined) await addTo(of, { cidr: first, note: 'my address', force: false });
      try {
        return await addTo(of, { cidr: cidr.trim(), note, force });
      } catch (error) {
        if (error instanceof Problem && error.status === 409 && error.message.includes('lock out')) {
          setLockedOut(await ownAddress());
          return undefined;
        }
        throw error;
      }
    },
    done: (entry) => (entry === undefined ? undefined : `${entry.cidr} is added.`),
    refreshes: ['ip-whitelist', 'api-keys'],
    form: faultsOf(form),
    then: (entry) => {
      if (entry !== undefined) form.reset();
    },
  });
  return (
    <Paper component="section" withBorder p="md" aria-label="Add an entry">
      <form
        onSubmit={form.onSubmit(() => {
          add.mutate({});
        })}
      >
        <Group align="flex-start" gap="sm">
          <TextInput
            label="Address or network"
            placeholder="203.0.113.7 or 10.0.0.0/8"
            style={{ flex: '1 1 14rem' }}
            {...form.getInputProps('cidr')}
          />
          <TextInput
            label="Note"
            placeholder="office"
            maxLength={200}
            style={{ flex: '1 1 14rem' }}
            {...form.getInputProps('note')}
          />
          <Button type="submit" mt={24} loading={add.isPending}>
            Add
          </Button>
        </Group>
      </form>
      <LockOut
        address={lockedOut}
        close={() => {
          setLockedOut(undefined);
        }}
        addFirst={(first) => {
          add.mutate({ first });
        }}
        force={() => {
          add.mutate({ force: true });
        }}
      />
    </Paper>
  );
}

function RemoveButton({ of, entry, isLast }: { of: ListOf; entry: WhitelistEntry; isLast: boolean }) {
  const [mustForce, setMustForce] = useState(false);
  const remove = useAct({
    act: async () => {
      try {
        await removeFrom(of, entry.id, mustForce);
      } catch (error) {
        if (error instanceof Problem && error.status === 409) setMustForce(true);
        throw error;
      }
    },
    done: `${entry.cidr} is removed.`,
    refreshes: ['ip-whitelist', 'api-keys'],
  });
  return (
    <ConfirmButton
      label={`Remove ${entry.cidr}`}
      title={`Remove ${entry.cidr}?`}
      lost={
        <>
          {isLast
            ? 'It is the last entry: without it every address is allowed.'
            : 'Calls from there are refused, with tokens already issued too.'}
          {mustForce
            ? ' It would lock out the address you call from now: removing it again does so all the same.'
            : null}
        </>
      }
      confirm={mustForce ? 'Remove it and lock myself out' : 'Remove'}
      act={() => remove.mutateAsync()}
    >
      Remove
    </ConfirmButton>
  );
}
