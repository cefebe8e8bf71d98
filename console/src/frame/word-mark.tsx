import { Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import mark from './icon.svg';

/** The mark, which is the favicon as well, and the name beside it. */
export function WordMark() {
  return (
    <Group component={Link} {...{ to: '/' }} gap={10} wrap="nowrap" td="none" c="var(--mantine-color-text)">
      <img src={mark} width={28} height={28} alt="" />
      <Text fw={700} size="lg" lh={1} style={{ letterSpacing: '-0.02em' }}>
        Latchkey
      </Text>
    </Group>
  );
}
