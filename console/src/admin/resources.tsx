import { Button, Code, Group, MultiSelect, Paper, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { answerOf, api } from '../api/client';
import { useScopes } from '../api/scopes';
import { ConfirmButton } from '../kit/confirm-button';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { ScopeBadges } from '../kit/scope-badges';
import { faultsOf, useAct } from '../kit/use-act';

export function Resources() {
  const pages = usePages(['resources', 'list'], (cursor) =>
    answerOf(api.GET('/api/v1/resources', { params: { query: { cursor } } })),
  );
  const remove = useAct({
    act: (id: string) => answerOf(api.DELETE('/api/v1/resources/{id}', { params: { path: { id } } })),
    done: 'The resource is deleted.',
    refreshes: ['resources'],
  });
  return (
    <>
      <PageHead
        title="Resources"
        lead="The APIs that accept this server’s tokens. Clients name one as resource, and its token says it in aud (RFC 8707)."
      />
      <NewResource />
      <ItemList
        label="Resources"
        pages={pages}
        keyOf={(resource) => resource.id}
        textOf={({ name, identifier, scopes }) => `${name} ${identifier} ${scopes.join(' ')}`}
        empty={{ title: 'No resource yet', hint: 'Register an API of yours above: its address and a name.' }}
        columns={[
          { label: 'Name', cell: ({ name }) => <Text fw={600}>{name}</Text> },
          { label: 'Identifier', cell: ({ identifier }) => <Code className="anywhere">{identifier}</Code> },
          { label: 'Scopes', cell: ({ scopes }) => <ScopeBadges scopes={scopes} show={3} /> },
          { label: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
          {
            label: '',
            cell: ({ id, name }) => (
              <ConfirmButton
                label={`Delete ${name}`}
                title={`Delete ${name}?`}
                lost="Clients that name it as resource get no more tokens for it."
                confirm="Delete"
                act={() => remove.mutateAsync(id)}
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

function NewResource() {
  const { data: scopes = [] } = useScopes();
  const form = useForm({ initialValues: { name: '', identifier: '', scopes: [] as string[] } });
  const add = useAct({
    act: (body: typeof form.values) => answerOf(api.POST('/api/v1/resources', { body })),
    done: ({ name }) => `${name} is registered.`,
    refreshes: ['resources'],
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  return (
    <Paper component="section" withBorder p="md" mb="lg" aria-label="Register a resource">
      <form
        onSubmit={form.onSubmit((values) => {
          add.mutate(values);
        })}
      >
        <Group align="flex-start">
          <TextInput
            label="Name"
            placeholder="Billing API"
            style={{ flex: '1 1 12rem' }}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Identifier"
            placeholder="https://api.example.com"
            style={{ flex: '1 1 16rem' }}
            {...form.getInputProps('identifier')}
          />
          <MultiSelect
            label="Scopes"
            searchable
            data={scopes.map(({ name }) => name)}
            style={{ flex: '1 1 14rem' }}
            {...form.getInputProps('scopes')}
          />
          <Button type="submit" mt={24} loading={add.isPending}>
            Register
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
