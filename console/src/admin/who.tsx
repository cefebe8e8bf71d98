import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import type { AuditEvent } from '../api/resources';

/** Who did something, by the name people know them by. */
export function Who({ actor: { type, id } }: Pick<AuditEvent, 'actor'>) {
  if (type === 'user' && id !== null) return <Person id={id} />;
  return (
    <Text size="sm" className="anywhere">
      {type === 'anonymous' ? 'unknown' : (id ?? type)}
    </Text>
  );
}

/** The same few people stand in a list again and again: each is asked for once. Who is gone has an id left. */
function Person({ id }: { id: string }) {
  const { data: user } = useQuery({
    queryKey: ['users', 'named', id],
    staleTime: 300_000,
    queryFn: () => answerOf(api.GET('/api/v1/users/{id}', { params: { path: { id } } })),
  });
  return (
    <Anchor component={Link} to={`/admin/users/${id}`} size="sm" className="anywhere person">
      {user?.email ?? id}
    </Anchor>
  );
}
