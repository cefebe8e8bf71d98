import { Badge, Checkbox, Code, Text, Textarea, TextInput } from '@mantine/core';
import { answerOf, api } from '../api/client';
import type { Scope } from '../api/resources';
import { Catalogue, type Entries, type FieldsProps } from '../kit/catalogue';
import { usePages } from '../kit/pages-of';

interface Values extends Record<string, unknown> {
  name: string;
  description: string;
  admin_only: boolean;
}

const ENTRIES: Entries<Scope, Values> = {
  refreshes: ['scopes'],
  keyOf: ({ name }) => name,
  nameOf: ({ name }) => name,
  blank: { name: '', description: '', admin_only: false },
  valuesOf: ({ name, description, admin_only }) => ({ name, description, admin_only }),
  Fields: ScopeFields,
  create: {
    title: 'New scope',
    button: 'Add scope',
    done: 'in the catalogue',
    act: (body) => answerOf(api.POST('/api/v1/scopes', { body })),
  },
  change: ({ name }, body) => answerOf(api.PATCH('/api/v1/scopes/{name}', { params: { path: { name } }, body })),
  remove: ({ name }) => answerOf(api.DELETE('/api/v1/scopes/{name}', { params: { path: { name } } })),
  lost: ({ built_in, name }) =>
    built_in
      ? undefined
      : `${name} can no longer be granted. Only a scope that no application, key or resource carries can be deleted.`,
};

export function Scopes() {
  const pages = usePages(['scopes', 'list'], (cursor) =>
    answerOf(api.GET('/api/v1/scopes', { params: { query: { cursor, limit: 100 } } })),
  );
  return (
    <Catalogue
      entries={ENTRIES}
      title="Scopes"
      lead="What applications and keys may ask for. The description is what people read when they are asked for consent."
      pages={pages}
      textOf={({ name, description }) => `${name} ${description}`}
      empty={{ title: 'No scope', hint: 'A scope says what a token may be used for. Add the first one.' }}
      columns={[
        { label: 'Name', cell: ({ name }) => <Code fz="sm">{name}</Code> },
        { label: 'Allows', cell: ({ description }) => <Text size="sm">{description}</Text> },
        { label: 'For', cell: ({ admin_only }) => (admin_only ? <Badge>admins only</Badge> : 'everyone') },
      ]}
    />
  );
}

function ScopeFields({ form, row }: FieldsProps<Values, Scope>) {
  const isNew = row === undefined;
  return (
    <>
      <TextInput
        label="Name"
        description={
          isNew ? 'As clients write it in scope. It cannot be changed later.' : 'Clients know it by this name.'
        }
        placeholder="read_orders"
        disabled={!isNew}
        data-autofocus={isNew}
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Description"
        description="What it allows, as the consent page says it."
        placeholder="Read orders"
        autosize
        data-autofocus={!isNew}
        {...form.getInputProps('description')}
      />
      <Checkbox
        label="Admins only"
        description={
          row?.built_in === true
            ? 'Fixed for the scopes that this server ships.'
            : 'Tokens and keys of members stop carrying it at once.'
        }
        disabled={row?.built_in === true}
        {...form.getInputProps('admin_only', { type: 'checkbox' })}
      />
    </>
  );
}
