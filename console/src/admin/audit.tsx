import { Button, Switch } from '@mantine/core';
import { answerOf, api } from '../api/client';
import { base } from '../base';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { EventFilters, useEventFilters } from './event-filters';
import { EventList } from './event-list';

export function Audit() {
  const filters = useEventFilters('all');
  const { query } = filters;
  const follow = filters.valueOf('follow') === '1';
  const pages = usePages(
    ['audit-events', query],
    (cursor) => answerOf(api.GET('/api/v1/audit-events', { params: { query: { ...query, cursor } } })),
    { every: follow ? 2000 : undefined },
  );
  return (
    <>
      <PageHead
        title="Audit trail"
        lead="Every change and every refusal, newest first."
        actions={
          pages.rows.length === 0 ? undefined : (
            <Button
              component="a"
              variant="default"
              href={`${base}/api/v1/audit-events/export?${new URLSearchParams(query).toString()}`}
              download
            >
              Export as NDJSON
            </Button>
          )
        }
      />
      <EventFilters
        filters={filters}
        shown={['all', 'sign-ins', 'refused', 'refused-sign-ins', 'done']}
        error={pages.error}
      >
        <Switch
          label="Follow live"
          checked={follow}
          onChange={(event) => {
            filters.set('follow', event.currentTarget.checked ? '1' : '');
          }}
        />
      </EventFilters>
      <EventList
        pages={pages}
        empty={{
          title: 'Nothing matches',
          hint: 'Search for the beginning of an e-mail address or of an application’s name, or for a part of an action.',
        }}
      />
    </>
  );
}
