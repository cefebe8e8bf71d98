import { Center, Loader, type MantineSize } from '@mantine/core';

interface WaitingProps {
  /** What is waited for, as it is read out. */
  label?: string;
  size?: MantineSize;
  mih?: string;
}

/** That something is loading: seen, and read out by a screen reader. */
export function Waiting({ label = 'Loading', size = 'md', mih }: WaitingProps) {
  return (
    <Center p="xl" mih={mih}>
      <Loader role="status" size={size} aria-label={label} />
    </Center>
  );
}
