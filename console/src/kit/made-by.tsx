import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Application } from '../api/resources';

/** The application that made a thing for its owner; nothing where the owner made it. */
export function MadeBy({ by }: { by: Application['made_by'] }) {
  if (by === null) return null;
  const name = <bdi>{by.name ?? (by.client_id === null ? 'an application' : 'an application that is gone')}</bdi>;
  return (
    <Text size="xs" c="dimmed" component="span" display="block">
      made by{' '}
      {by.id === null ? (
        name
      ) : (
        <Anchor component={Link} to={`/account/applications/${by.id}`} size="xs" underline="always">
          {name}
        </Anchor>
      )}
    </Text>
  );
}
