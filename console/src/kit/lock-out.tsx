import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';

interface LockOutProps {
  /** The address that would be locked out; undefined: none. */
  address: string | undefined;
  close: () => void;
  addFirst: (address: string) => void;
  force: () => void;
}

/** Asked before an entry is added that would lock its author out. */
export function LockOut({ address, close, addFirst, force }: LockOutProps) {
  const after = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <Modal
      opened={address !== undefined}
      onClose={close}
      title="This would lock you out"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {address === undefined ? null : (
        <Stack>
          <Text size="sm">
            You are at <Code>{address}</Code>, which the entry does not contain. Add your address as well, and you stay
            in.
          </Text>
          <Button
            data-autofocus
            onClick={after(() => {
              addFirst(address);
            })}
          >
            Add {address} as well
          </Button>
          <Group grow>
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button color="red" variant="light" onClick={after(force)}>
              Lock myself out
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
