import { Code, MultiSelect, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import type { ProtectedResource } from '../api/resources';
import { useScopes } from '../api/scopes';
import { Catalogue, type Entries, type FieldsProps } from '../kit/catalogue';
import { MadeBy } from '../kit/made-by';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { ScopeBadges } from '../kit/scope-badges';

interface Values extends Record<string, unknown> {
  name: string;
  identifier: string;
  scopes: string[];
  application_id: string | null;
  access_token_typ: 'at+jwt' | 'JWT' | null;
}

const ENTRIES: Entries<ProtectedResource, Values> = {
  refreshes: ['resources'],
  keyOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  blank: { name: '', identifier: '', scopes: [], application_id: null, access_token_typ: null },
  valuesOf: ({ name, identifier, scopes, application_id, access_token_typ }) => ({
    name,
    identifier,
    scopes,
    application_id,
    access_token_typ,
  }),
  Fields: ResourceFields,
  create: {
    title: 'Register a resource',
    button: 'Register',
    done: 'registered',
    act: (body) => answerOf(api.POST('/api/v1/resources', { body })),
  },
  change: ({ id }, body) => answerOf(api.PATCH('/api/v1/resources/{id}', { params: { path: { id } }, body })),
  remove: ({ id }) => answerOf(api.DELETE('/api/v1/resources/{id}', { params: { path: { id } } })),
  lost: ({ identifier }) => `Clients that name ${identifier} as resource get no more tokens for it.`,
};

export function Resources() {
  const pages = usePages(['resources', 'list'], (cursor) =>
    answerOf(api.GET('/api/v1/resources', { params: { query: { cursor } } })),
  );
  return (
    <Catalogue
      entries={ENTRIES}
      title="Resources"
      lead="The APIs that accept this server’s tokens. Clients name one as resource, and its token says it in aud (RFC 8707)."
      pages={pages}
      textOf={({ name, identifier, scopes, made_by }) =>
        `${name} ${identifier} ${scopes.join(' ')} ${made_by?.name ?? ''}`
      }
      empty={{
        title: 'No resource yet',
        hint: 'A resource is an API of yours, known by its address: tokens for it are refused everywhere else. Register the first.',
      }}
      columns={[
        {
          label: 'Name',
          cell: ({ name, made_by }) => (
            <>
              <Text fw={600}>{name}</Text>
              <MadeBy by={made_by} />
            </>
          ),
        },
        { label: 'Audience', cell: ({ identifier }) => <Code className="anywhere">{identifier}</Code> },
        { label: 'Scopes', cell: ({ scopes }) => <ScopeBadges scopes={scopes} show={3} /> },
        { label: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
      ]}
    />
  );
}

function ResourceFields({ form, row }: FieldsProps<Values, ProtectedResource>) {
  const { data: scopes = [] } = useScopes();
  const applications = useQuery({
    queryKey: ['applications', 'choices'],
    queryFn: () => answerOf(api.GET('/api/v1/applications', { params: { query: { limit: 200 } } })),
  });
  return (
    <>
      <TextInput label="Name" placeholder="Billing API" data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label="Audience (resource identifier)"
        description={
          row === undefined
            ? 'The absolute URI of the API. Clients send it as resource, and its tokens name it in aud.'
            : 'Tokens that name the present one go on naming it, and are for no API of yours after a change.'
        }
        placeholder="https://api.example.com"
        {...form.getInputProps('identifier')}
      />
      <MultiSelect
        label="Scopes"
        description="What of a scope it understands: its tokens carry no other."
        searchable
        data={scopes.map(({ name }) => name)}
        {...form.getInputProps('scopes')}
      />
      <Select
        label="Application"
        description="The one that is this API: it alone exchanges tokens for it."
        placeholder="Any of its owner’s"
        clearable
        searchable
        data={applications.data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        {...form.getInputProps('application_id')}
      />
      <Select
        label="Its access tokens have the type"
        description="JWT if it refuses at+jwt, as Spring’s default validator does."
        placeholder="As the application says"
        clearable
        data={['at+jwt', 'JWT']}
        {...form.getInputProps('access_token_typ')}
      />
    </>
  );
}
