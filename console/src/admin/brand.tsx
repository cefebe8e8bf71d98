import { Badge, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { faultsOf, useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import { Problem } from '../api/problem';
import type { Brand } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { ItemList } from '../kit/item-list';
import { Loaded } from '../kit/loaded';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { useAct } from '../kit/use-act';
import { BrandApplications } from './brand-applications';
import { BrandForm } from './brand-form';

export function BrandPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['brands', 'one', id],
    queryFn: () => answerOf(api.GET('/api/v1/brands/{id}', { params: { path: { id } } })),
  });
  return <Loaded query={query}>{(brand) => <Detail brand={brand} />}</Loaded>;
}

function Detail({ brand }: { brand: Brand }) {
  const navigate = useNavigate();
  const params = { path: { id: brand.id } };
  const remove = useAct({
    act: () => answerOf(api.DELETE('/api/v1/brands/{id}', { params })),
    done: `${brand.name} is deleted.`,
    refreshes: [],
    then: () => void navigate('/admin/brands'),
  });
  return (
    <>
      <PageHead
        title={brand.name}
        actions={
          <ConfirmButton
            title={`Delete ${brand.name}?`}
            lost="Its applications stay, and look like the server’s own pages from then on. Who belonged to it is lost."
            confirm="Delete"
            act={() => remove.mutateAsync()}
          >
            Delete
          </ConfirmButton>
        }
      />
      <Stack gap="xl">
        <BrandForm
          key={brand.updated_at}
          brand={brand}
          save={(body) => answerOf(api.PATCH('/api/v1/brands/{id}', { params, body }))}
          button="Save"
          done={({ name }) => `${name} is saved.`}
        />
        <Members brandId={brand.id} />
        <BrandApplications brandId={brand.id} />
      </Stack>
    </>
  );
}

interface NewMember {
  email: string;
  role: 'owner' | 'member';
}

function Members({ brandId }: { brandId: string }) {
  const pages = usePages(['brand-members', brandId], (cursor) =>
    answerOf(api.GET('/api/v1/brands/{id}/members', { params: { path: { id: brandId }, query: { cursor } } })),
  );
  const form = useEdits<NewMember & Record<string, unknown>>({ initialValues: { email: '', role: 'member' } });
  const add = useAct({
    act: async ({ email, role }: typeof form.values) => {
      const found = await answerOf(api.GET('/api/v1/users', { params: { query: { q: email.trim(), limit: 2 } } }));
      const user = found.data.find((one) => one.email === email.trim().toLowerCase() || one.username === email.trim());
      if (user === undefined)
        throw new Problem(400, '', {
          faults: [{ field: 'email', message: 'no account has this e-mail address or user name' }],
        });
      return answerOf(
        api.PUT('/api/v1/brands/{id}/members/{user_id}', {
          params: { path: { id: brandId, user_id: user.id } },
          body: { role },
        }),
      );
    },
    done: 'They belong to the brand.',
    refreshes: ['brand-members', 'brand-applications', 'brands'],
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  const remove = useAct({
    act: (user_id: string) =>
      answerOf(api.DELETE('/api/v1/brands/{id}/members/{user_id}', { params: { path: { id: brandId, user_id } } })),
    done: 'They belong to the brand no more.',
    refreshes: ['brand-members', 'brand-applications', 'brands'],
  });
  return (
    <Stack component="section" aria-labelledby="members">
      <Title order={2} size="h4" id="members">
        Members
      </Title>
      <Paper withBorder p="md">
        <form
          onSubmit={form.onSubmit((values) => {
            add.mutate(values);
          })}
        >
          <Group align="flex-start">
            <TextInput label="Email or user name" style={{ flex: '1 1 14rem' }} {...form.getInputProps('email')} />
            <Select
              label="As"
              data={['member', 'owner']}
              allowDeselect={false}
              w={140}
              {...form.getInputProps('role')}
            />
            <Button type="submit" mt={24} loading={add.isPending}>
              Add
            </Button>
          </Group>
        </form>
      </Paper>
      <ItemList
        label="Members"
        pages={pages}
        keyOf={(member) => member.user_id}
        textOf={({ name, user_id }) => `${name ?? ''} ${user_id}`}
        empty={{ title: 'No member', hint: 'Owners change a brand and give it to their applications.' }}
        columns={[
          { label: 'Person', cell: ({ name, user_id }) => <Text size="sm">{name ?? user_id}</Text> },
          { label: 'Is', cell: ({ role }) => <Badge variant="default">{role}</Badge> },
          {
            label: '',
            cell: ({ user_id, name }) => (
              <ConfirmButton
                label={`Remove ${name ?? user_id}`}
                title={`Remove ${name ?? 'this person'} from the brand?`}
                lost="They can no longer change it or give it to applications, and their applications show it no more."
                confirm="Remove"
                act={() => remove.mutateAsync(user_id)}
              >
                Remove
              </ConfirmButton>
            ),
          },
        ]}
      />
    </Stack>
  );
}
