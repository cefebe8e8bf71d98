import { Badge, Group, Text } from '@mantine/core';
import { titleOf } from './event-words';

interface WhatHappenedProps {
  action: string;
  outcome: 'success' | 'refused';
  reason: string | null;
  /** How many events of this kind it stands for. */
  count: number;
}

/** An event in two lines: what it is has the first for itself, so that a phone shows it whole. */
export function WhatHappened({ action, outcome, reason, count }: WhatHappenedProps) {
  return (
    <>
      <Text size="sm" fw={600} truncate title={action}>
        {titleOf(action)}
      </Text>
      {outcome === 'success' && count === 1 && reason === null ? null : (
        <Group gap={6} wrap="nowrap" miw={0}>
          {outcome === 'refused' ? (
            <Badge color="red" variant="light" size="sm" className="whole">
              {count === 1 ? 'refused' : `refused ${count.toLocaleString('en')} times`}
            </Badge>
          ) : count === 1 ? null : (
            <Badge color="gray" variant="light" size="sm" className="whole">
              {count.toLocaleString('en')} times
            </Badge>
          )}
          {reason === null ? null : (
            <Text size="xs" c="dimmed" truncate title={reason}>
              {reason}
            </Text>
          )}
        </Group>
      )}
    </>
  );
}
