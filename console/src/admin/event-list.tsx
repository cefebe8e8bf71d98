import { Anchor, Badge, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AuditEvent } from '../api/resources';
import { ItemList } from '../kit/item-list';
import { Moment } from '../kit/moment';
import type { Pages } from '../kit/pages-of';
import { Who } from './who';

interface EventListProps {
  pages: Pages<AuditEvent>;
  empty: { title: string; hint: ReactNode };
  /** The request id of the refusal that the page explains. */
  explained?: string;
}

export function EventList({ pages, empty, explained }: EventListProps) {
  return (
    <ItemList
      label="Events"
      pages={pages}
      keyOf={(event) => event.id}
      empty={empty}
      columns={[
        { label: 'When', cell: ({ at }) => <Moment at={at} /> },
        {
          label: 'What',
          cell: ({ action, outcome, details, count }) => (
            <>
              <Text size="sm" fw={600} className="anywhere">
                {action}
              </Text>
              <Badge color={outcome === 'refused' ? 'red' : 'teal'} variant="light" size="sm">
                {outcome}
              </Badge>
              {count === 1 ? null : (
                <Badge color="gray" variant="light" size="sm" ml={4}>
                  {count.toLocaleString()} times
                </Badge>
              )}
              {details === null ? null : <Details details={details} />}
            </>
          ),
        },
        {
          label: 'Who',
          cell: ({ actor, client_id }) => (
            <>
              <Who actor={actor} />
              {client_id === null ? null : (
                <Text size="xs" c="dimmed" className="anywhere">
                  through {client_id}
                </Text>
              )}
            </>
          ),
        },
        {
          label: 'To what',
          cell: ({ target }) =>
            target === null ? null : (
              <Text size="sm" className="anywhere">
                {target.type} {target.id}
              </Text>
            ),
        },
        { label: 'From', cell: ({ ip }) => ip ?? 'the server' },
        {
          label: 'Why',
          cell: ({ reason, request_id, outcome }) => (
            <>
              {reason === null ? null : (
                <Text size="sm" className="anywhere">
                  {reason}
                </Text>
              )}
              {request_id === null || outcome !== 'refused' ? null : (
                <Anchor
                  component={Link}
                  to={`/admin/refusals?request_id=${encodeURIComponent(request_id)}`}
                  size="xs"
                  aria-current={request_id === explained ? 'true' : undefined}
                  fw={request_id === explained ? 700 : undefined}
                >
                  {request_id === explained ? 'explained above' : 'step by step'}
                </Anchor>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

function Details({ details }: { details: Record<string, unknown> }) {
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {Object.entries(details)
        .filter(([name]) => name !== 'steps')
        .map(([name, value]) => (
          <Code key={name} mr={4} className="anywhere">
            {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
          </Code>
        ))}
    </Text>
  );
}
