import { Anchor, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AuditEvent } from '../api/resources';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import type { Pages } from '../kit/pages-of';
import { WhatHappened } from '../kit/what-happened';
import { EventDetails } from './event-details';
import { Target, Through, Who } from './who';

interface EventListProps {
  pages: Pages<AuditEvent>;
  empty: { title: string; hint: ReactNode };
  /** The request id of the refusal that the page explains. */
  explained?: string;
}

/** Events by the names of what they mention, two lines each; ids and details on demand. */
export function EventList({ pages, empty, explained }: EventListProps) {
  return (
    <ItemList
      label="Events"
      pages={pages}
      dense
      keyOf={(event) => event.id}
      empty={empty}
      detail={(event) => <EventDetails event={event} />}
      columns={[
        {
          label: 'When',
          width: 136,
          cell: ({ at, ip }) => (
            <>
              <Text size="sm" truncate>
                <Moment at={at} />
              </Text>
              <Text size="xs" c="dimmed" truncate title={ip ?? undefined}>
                {ip ?? 'the server'}
              </Text>
            </>
          ),
        },
        { label: 'What', cell: WhatHappened },
        {
          label: 'Who',
          width: '20%',
          cell: ({ actor, application }) => (
            <>
              <Who actor={actor} application={application} />
              {application === null || actor.type === 'application' ? null : (
                <Group gap={4} wrap="nowrap" miw={0}>
                  <Text size="xs" c="dimmed" className="whole">
                    through
                  </Text>
                  <Through application={application} />
                </Group>
              )}
            </>
          ),
        },
        {
          label: 'To what',
          width: '20%',
          spare: true,
          cell: ({ target }) => (target === null ? null : <Target target={target} />),
        },
        {
          label: 'Why',
          width: 124,
          cell: ({ request_id, outcome }) =>
            request_id === null || outcome !== 'refused' ? null : (
              <Anchor
                component={Link}
                to={`/admin/refusals?request_id=${encodeURIComponent(request_id)}`}
                size="sm"
                aria-current={request_id === explained ? 'true' : undefined}
                fw={request_id === explained ? 700 : undefined}
              >
                {request_id === explained ? 'explained above' : 'step by step'}
              </Anchor>
            ),
        },
      ]}
    />
  );
}
