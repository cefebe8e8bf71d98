import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ComponentType, ReactNode } from 'react';
import { editedOf, faultsOf, useEdits } from './edits';
import { ConfirmButton } from './confirm-button';
import { type Column, ItemList } from './item-list';
import { PageHead } from './page-head';
import type { Pages } from './pages-of';
import { useAct } from './use-act';

export interface FieldsProps<V, T> {
  form: UseFormReturnType<V>;
  /** Undefined while it is being made. */
  row: T | undefined;
}

export interface Entries<T, V extends Record<string, unknown>> {
  /** Keys of the queries that a write makes stale. */
  refreshes: readonly string[];
  keyOf: (row: T) => string;
  /** What people call one. */
  nameOf: (row: T) => string;
  blank: V;
  valuesOf: (row: T) => V;
  Fields: ComponentType<FieldsProps<V, T>>;
  create: { title: string; button: string; done: string; act: (values: V) => Promise<T> };
  /** Given what was edited alone. */
  change: (row: T, edited: Partial<V>) => Promise<T>;
  remove: (row: T) => Promise<unknown>;
  /** What goes with it; undefined where it has to stay. */
  lost: (row: T) => string | undefined;
}

interface CatalogueProps<T, V extends Record<string, unknown>> {
  entries: Entries<T, V>;
  title: string;
  lead: ReactNode;
  pages: Pages<T>;
  columns: readonly Column<T>[];
  textOf: (row: T) => string;
  empty: { title: string; hint: string };
}

/** A page of things with a name and a few fields: added, changed and deleted in place. */
export function Catalogue<T, V extends Record<string, unknown>>({
  entries,
  title,
  lead,
  pages,
  columns,
  textOf,
  empty,
}: CatalogueProps<T, V>) {
  const add = <EntryButton entries={entries} row={undefined} />;
  return (
    <>
      <PageHead title={title} lead={lead} actions={add} />
      <ItemList
        label={title}
        pages={pages}
        keyOf={entries.keyOf}
        textOf={textOf}
        empty={{ ...empty, action: <EntryButton entries={entries} row={undefined} /> }}
        columns={[
          ...columns,
          {
            label: '',
            cell: (row) => (
              <Group gap="xs" wrap="nowrap">
                <EntryButton entries={entries} row={row} />
                <DeleteButton entries={entries} row={row} />
              </Group>
            ),
          },
        ]}
      />
    </>
  );
}

interface EntryProps<T, V extends Record<string, unknown>> {
  entries: Entries<T, V>;
  row: T | undefined;
}

function EntryButton<T, V extends Record<string, unknown>>({ entries, row }: EntryProps<T, V>) {
  const [opened, { open, close }] = useDisclosure(false);
  const { create, nameOf } = entries;
  return (
    <>
      {row === undefined ? (
        <Button onClick={open}>{create.title}</Button>
      ) : (
        <Button variant="default" size="xs" aria-label={`Edit ${nameOf(row)}`} onClick={open}>
          Edit
        </Button>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={row === undefined ? create.title : `Edit ${nameOf(row)}`}
        centered
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <EntryForm entries={entries} row={row} close={close} />
      </Modal>
    </>
  );
}

function EntryForm<T, V extends Record<string, unknown>>({
  entries,
  row,
  close,
}: EntryProps<T, V> & { close: () => void }) {
  const { blank, valuesOf, Fields, create, change, nameOf, refreshes } = entries;
  const form = useEdits<V>({ initialValues: row === undefined ? blank : valuesOf(row) });
  const save = useAct({
    act: (values: V) =>
      row === undefined
        ? create.act(values)
        : change(
            row,
            editedOf(form, values, (body) => body),
          ),
    done: (saved) => `${nameOf(saved)} is ${row === undefined ? create.done : 'changed'}.`,
    refreshes,
    form: faultsOf(form),
    then: () => {
      // what was typed while it was saved is still to be saved
      if (!form.isDirty()) close();
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        save.mutate(values);
      })}
    >
      <Stack>
        <Fields form={form} row={row} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={row !== undefined && !form.isDirty()}>
            {row === undefined ? create.button : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function DeleteButton<T, V extends Record<string, unknown>>({ entries, row }: EntryProps<T, V> & { row: T }) {
  const { nameOf, remove, refreshes, lost } = entries;
  const name = nameOf(row);
  const act = useAct({ act: () => remove(row), done: `${name} is deleted.`, refreshes });
  const loss = lost(row);
  if (loss === undefined) {
    return (
      <Text size="xs" c="dimmed" className="nowrap">
        shipped
      </Text>
    );
  }
  return (
    <ConfirmButton
      label={`Delete ${name}`}
      title={`Delete ${name}?`}
      lost={loss}
      confirm="Delete"
      act={() => act.mutateAsync()}
    >
      Delete
    </ConfirmButton>
  );
}
