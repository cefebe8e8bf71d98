import { Anchor, Badge, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import type { Application } from '../api/resources';
import { CopyableId } from '../kit/copyable-id';
import { ItemList } from '../kit/item-list';
import { MadeBy } from '../kit/made-by';
import { Moment } from '../kit/moment';
import { usePages } from '../kit/pages-of';
import { ScopeBadges } from '../kit/scope-badges';

interface ApplicationListProps {
  /** Undefined: all that the caller may see. */
  ownerId: string | undefined;
  empty: { title: string; hint: ReactNode; action?: ReactNode };
}

export function ApplicationList({ ownerId, empty }: ApplicationListProps) {
  const pages = usePages(['applications', 'list', ownerId], (cursor) =>
    answerOf(api.GET('/api/v1/applications', { params: { query: { cursor, user_id: ownerId } } })),
  );
  return (
    <ItemList
      label="Applications"
      pages={pages}
      keyOf={(application) => application.id}
      textOf={({ name, client_id, scopes, made_by }) =>
        `${name} ${client_id} ${scopes.join(' ')} ${made_by?.name ?? ''}`
      }
      empty={empty}
      columns={[
        { label: 'Name', cell: nameOf },
        {
          label: 'Client ID',
          width: '26%',
          cell: ({ client_id }) => <CopyableId id={client_id} label="Client ID" />,
        },
        { label: 'Scopes', width: '26%', cell: ({ scopes }) => <ScopeBadges scopes={scopes} show={3} /> },
        { label: 'Created', width: 130, cell: ({ created_at }) => <Moment at={created_at} /> },
      ]}
    />
  );
}

function nameOf(application: Application) {
  return (
    <>
      <Group gap="xs">
        <Anchor component={Link} to={`/account/applications/${application.id}`} fw={600}>
          <bdi>{application.name}</bdi>
        </Anchor>
        {application.disabled ? (
          <Badge color="red" variant="light">
            disabled
          </Badge>
        ) : null}
        {application.built_in ? <Badge variant="default">sign-in API</Badge> : null}
        {application.type === 'public' ? <Badge variant="default">public</Badge> : null}
      </Group>
      <MadeBy by={application.made_by} />
    </>
  );
}
