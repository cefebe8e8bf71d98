import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface ConfirmButtonProps extends ButtonProps {
  /** The question. */
  title: string;
  /** What will be lost. */
  lost: ReactNode;
  /** The word on the button that does it. */
  confirm: string;
  act: () => Promise<unknown>;
  /** For those who cannot see which row the button stands in. */
  label?: string;
  children: ReactNode;
}

/** A button that asks before something is lost, and says what. */
export function ConfirmButton({ title, lost, confirm, act, label, children, ...button }: ConfirmButtonProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const [busy, { open: begin, close: end }] = useDisclosure(false);
  const run = () => {
    begin();
    // whether it worked is said by the act itself
    void act().then(close, close).finally(end);
  };
  return (
    <>
      <Button variant="light" color="red" size="xs" aria-label={label} {...button} onClick={open}>
        {children}
      </Button>
      <Modal opened={opened} onClose={close} title={title} centered closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text component="div" size="sm">
            {lost}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it as it is
            </Button>
            <Button color="red" loading={busy} onClick={run}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
