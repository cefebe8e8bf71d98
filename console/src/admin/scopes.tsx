import { Badge, Button, Checkbox, Code, Group, Paper, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { answerOf, api } from '../api/client';
import { ConfirmButton } from '../kit/confirm-button';
import { ItemList } from '../kit/item-list';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { faultsOf, useAct } from '../kit/use-act';

export function Scopes() {
  const pages = usePages(['scopes', 'list'], (cursor) =>
    answerOf(api.GET('/api/v1/scopes', { params: { query: { cursor, limit: 100 } } })),
  );
  const remove = useAct({
    act: (name: string) => answerOf(api.DELETE('/api/v1/scopes/{name}', { params: { path: { name } } })),
    done: 'The scope is deleted.',
    refreshes: ['scopes'],
  });
  return (
    <>
      <PageHead
        title="Scopes"
        lead="What applications and keys may ask for. The description is what people read when they are asked for consent."
      />
      <NewScope />
      <ItemList
        label="Scopes"
        pages={pages}
        keyOf={(scope) => scope.name}
        textOf={({ name, description }) => `${name} ${description}`}
        empty={{ title: 'No scope', hint: 'Add the first one above.' }}
        columns={[
          { label: 'Name', cell: ({ name }) => <Code fz="sm">{name}</Code> },
          { label: 'Allows', cell: ({ description }) => <Text size="sm">{description}</Text> },
          { label: 'For', cell: ({ admin_only }) => (admin_only ? <Badge>admins only</Badge> : 'everyone') },
          {
            label: '',
            cell: ({ name, built_in }) =>
              built_in ? (
                <Text size="xs" c="dimmed">
                  shipped
                </Text>
              ) : (
                <ConfirmButton
                  label={`Delete ${name}`}
                  title={`Delete ${name}?`}
                  lost="Only a scope that no application, key or resource carries can be deleted."
                  confirm="Delete"
                  act={() => remove.mutateAsync(name)}
                >
                  Delete
                </ConfirmButton>
              ),
          },
        ]}
      />
    </>
  );
}

function NewScope() {
  const form = useForm({ initialValues: { name: '', description: '', admin_only: false } });
  const add = useAct({
    act: (body: typeof form.values) => answerOf(api.POST('/api/v1/scopes', { body })),
    done: ({ name }) => `${name} is in the catalogue.`,
    refreshes: ['scopes'],
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  return (
    <Paper component="section" withBorder p="md" mb="lg" aria-label="Add a scope">
      <form
        onSubmit={form.onSubmit((values) => {
          add.mutate(values);
        })}
      >
        <Group align="flex-start">
          <TextInput
            label="Name"
            placeholder="read_orders"
            style={{ flex: '1 1 12rem' }}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Description"
            placeholder="Read orders"
            style={{ flex: '2 1 16rem' }}
            {...form.getInputProps('description')}
          />
          <Checkbox label="Admins only" mt={32} {...form.getInputProps('admin_only', { type: 'checkbox' })} />
          <Button type="submit" mt={24} loading={add.isPending}>
            Add
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
