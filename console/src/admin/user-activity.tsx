import { answerOf, api } from '../api/client';
import { usePages } from '../kit/pages-of';
import { EventList } from './event-list';

/** What a person did, and what was done to their account. */
export function UserActivity({ userId }: { userId: string }) {
  const pages = usePages(['audit-events', 'of-user', userId], (cursor) =>
    answerOf(api.GET('/api/v1/audit-events', { params: { query: { q: userId, limit: 20, cursor } } })),
  );
  return (
    <EventList
      pages={pages}
      empty={{
        title: 'Nothing happened yet',
        hint: 'Sign-ins, changes and refusals of this person are listed here.',
      }}
    />
  );
}
