import { Badge, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useNavigate } from 'react-router';
import { answerOf, api } from '../api/client';
import { Problem } from '../api/problem';
import { useMe } from '../api/session';
import { ConfirmButton } from '../kit/confirm-button';
import { faultsOf, useEdits } from '../kit/edits';
import { accountOf } from './account-of';
import { ItemList } from '../kit/item-list';
import { usePages } from '../kit/pages-of';
import { useAct } from '../kit/use-act';

interface BrandMembersProps {
  brandId: string;
  /** Whether the person owns the brand, or is an administrator. */
  mayChange: boolean;
}

const STALE = ['brand-members', 'brand-applications', 'brands'];

/** Who belongs to a brand: by name, because a brand discloses no address of its members. */
export function BrandMembers({ brandId, mayChange }: BrandMembersProps) {
  const { data: me } = useMe();
  const navigate = useNavigate();
  const pages = usePages(['brand-members', brandId], (cursor) =>
    answerOf(api.GET('/api/v1/brands/{id}/members', { params: { path: { id: brandId }, query: { cursor } } })),
  );
  const remove = useAct({
    act: (user_id: string) =>
      answerOf(api.DELETE('/api/v1/brands/{id}/members/{user_id}', { params: { path: { id: brandId, user_id } } })),
    done: (_, user_id) => (user_id === me?.id ? 'You have left the brand.' : 'They belong to the brand no more.'),
    refreshes: STALE,
    then: (_, user_id) => {
      if (user_id === me?.id && me.role !== 'admin') void navigate('..', { relative: 'path' });
    },
  });
  const owners = pages.rows.filter(({ role, accepted }) => role === 'owner' && accepted);
  const isLastOwner = (userId: string) =>
    !pages.hasNextPage && owners.length === 1 && owners.some(({ user_id }) => user_id === userId);
  return (
    <Stack component="section" aria-labelledby="members">
      <Title order={2} size="h4" id="members">
        Members
      </Title>
      {mayChange ? <AddMember brandId={brandId} /> : null}
      <ItemList
        label="Members"
        pages={pages}
        keyOf={(member) => member.user_id}
        textOf={({ name, user_id }) => `${name ?? ''} ${user_id}`}
        empty={{
          title: 'No member yet',
          hint: 'Members give the brand to their applications; owners change it, too. Add the first above.',
        }}
        columns={[
          { label: 'Person', cell: ({ name, user_id }) => <Text size="sm">{name ?? user_id}</Text> },
          {
            label: 'Role',
            cell: ({ role, accepted }) => <Badge variant="default">{accepted ? role : `invited as ${role}`}</Badge>,
          },
          {
            label: '',
            cell: ({ user_id, name }) => {
              const isOwn = user_id === me?.id;
              if (!isOwn && !mayChange) return null;
              if (isLastOwner(user_id)) {
                return (
                  <Text size="xs" c="dimmed">
                    stays: the only owner
                  </Text>
                );
              }
              return (
                <ConfirmButton
                  label={isOwn ? 'Leave the brand' : `Remove ${name ?? user_id}`}
                  title={isOwn ? 'Leave the brand?' : `Remove ${name ?? 'this person'} from the brand?`}
                  lost={
                    isOwn
                      ? 'You can no longer change it or give it to applications, and your applications show it no more.'
                      : 'They can no longer change it or give it to applications, and their applications show it no more.'
                  }
                  confirm={isOwn ? 'Leave' : 'Remove'}
                  act={() => remove.mutateAsync(user_id)}
                >
                  {isOwn ? 'Leave' : 'Remove'}
                </ConfirmButton>
              );
            },
          },
        ]}
      />
    </Stack>
  );
}

interface NewMember {
  person: string;
  role: 'owner' | 'member';
}

/** Administrators name an account; an owner, who may not look into the accounts, its user ID. */
function AddMember({ brandId }: { brandId: string }) {
  const isAdmin = useMe().data?.role === 'admin';
  const form = useEdits<NewMember & Record<string, unknown>>({ initialValues: { person: '', role: 'member' } });
  const add = useAct({
    act: async ({ person, role }: typeof form.values) => {
      const user_id = isAdmin ? await accountOf(person, 'person') : person.trim();
      const params = { path: { id: brandId, user_id } };
      return answerOf(api.PUT('/api/v1/brands/{id}/members/{user_id}', { params, body: { role } })).catch(
        (error: unknown) => {
          if (!(error instanceof Problem) || isAdmin || ![400, 404].includes(error.status)) throw error;
          throw new Problem(400, '', { faults: [{ field: 'person', message: 'is not the user ID of an account' }] });
        },
      );
    },
    done: ({ accepted }) =>
      accepted ? 'They belong to the brand.' : 'They are invited, and find the invitation under Brands.',
    refreshes: STALE,
    form: faultsOf(form),
    then: () => {
      form.reset();
    },
  });
  return (
    <Paper withBorder p="md">
      <form
        onSubmit={form.onSubmit((values) => {
          add.mutate(values);
        })}
      >
        <Group align="flex-end">
          <TextInput
            label={isAdmin ? 'Email or user name' : 'User ID'}
            description={isAdmin ? undefined : 'The person finds it on their profile page, and gives it to you.'}
            style={{ flex: '1 1 14rem' }}
            {...form.getInputProps('person')}
          />
          <Select label="As" data={['member', 'owner']} allowDeselect={false} w={140} {...form.getInputProps('role')} />
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
