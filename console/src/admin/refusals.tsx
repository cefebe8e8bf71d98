import { Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { answerOf, api } from '../api/client';
import { Loaded } from '../kit/loaded';
import { PageHead } from '../kit/page-head';
import { usePages } from '../kit/pages-of';
import { Decision } from './decision';
import { EventFilters, useEventFilters } from './event-filters';
import { EventList } from './event-list';

/** Paste a request id or pick a refusal, and read the decision step by step. */
export function Refusals() {
  const [address, setAddress] = useSearchParams();
  const requestId = address.get('request_id') ?? '';
  const [typed, setTyped] = useState(requestId);
  const filters = useEventFilters('refused');
  const { query } = filters;
  const pages = usePages(
    ['audit-events', 'refusals', query],
    (cursor) => answerOf(api.GET('/api/v1/audit-events', { params: { query: { ...query, limit: 20, cursor } } })),
    { every: 5000 },
  );
  return (
    <>
      <PageHead
        title="Why was I refused?"
        lead="Every answer carries its request id in the X-Request-Id header, and error pages show it. Paste it, or pick a refusal below."
      />
      <Stack gap="xl">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setAddress((before) => {
              const after = new URLSearchParams(before);
              if (typed.trim() === '') after.delete('request_id');
              else after.set('request_id', typed.trim());
              return after;
            });
          }}
        >
          <Group align="flex-end">
            <TextInput
              label="Request id"
              placeholder="0190f3c2-…"
              style={{ flex: '1 1 18rem' }}
              maw={480}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
              }}
            />
            <Button type="submit" disabled={typed.trim() === '' && requestId === ''}>
              Explain
            </Button>
          </Group>
        </form>
        {requestId === '' ? null : <Explained key={requestId} requestId={requestId} />}
        <section aria-labelledby="latest">
          <Title order={2} size="h4" mb="sm" id="latest">
            Latest refusals
          </Title>
          <EventFilters filters={filters} shown={['refused', 'refused-sign-ins']} error={pages.error} />
          <EventList
            pages={pages}
            explained={requestId}
            empty={
              filters.isNarrow
                ? { title: 'No refusal matches', hint: 'Search for a person, an application or a part of an action.' }
                : { title: 'Nothing was refused', hint: 'Everything that is refused stands here at once.' }
            }
          />
        </section>
      </Stack>
    </>
  );
}

function Explained({ requestId }: { requestId: string }) {
  const query = useQuery({
    queryKey: ['audit-events', 'of', requestId],
    queryFn: () => answerOf(api.GET('/api/v1/audit-events', { params: { query: { request_id: requestId } } })),
  });
  const place = useRef<HTMLDivElement>(null);
  const shown = query.isPending ? undefined : requestId;
  useEffect(() => {
    if (shown === undefined) return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'start' });
  }, [shown]);
  return (
    <div ref={place} tabIndex={-1} className="below-the-header">
      <Loaded query={query}>{({ data }) => <Decision events={data} requestId={requestId} />}</Loaded>
    </div>
  );
}
