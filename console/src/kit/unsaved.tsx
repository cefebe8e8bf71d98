import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useBeforeUnload, useBlocker } from 'react-router';

/** The forms on the page; each says whether it has edits that are not saved. */
const forms = new Set<() => boolean>();

const unsaved = () => [...forms].some((isDirty) => isDirty());

/** While the form has edits, leaving the page asks first. */
export function useAskBeforeLeaving(isDirty: () => boolean): void {
  useEffect(() => {
    forms.add(isDirty);
    return () => {
      forms.delete(isDirty);
    };
  }, [isDirty]);
}

/** The question that a page with unsaved edits asks. Another tab of the same page keeps them, and is not asked about. */
export function UnsavedEdits() {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && unsaved(),
  );
  useBeforeUnload((event) => {
    if (unsaved()) event.preventDefault();
  });
  const stay = () => blocker.reset?.();
  return (
    <Modal
      opened={blocker.state === 'blocked'}
      onClose={stay}
      title="Leave without saving?"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text size="sm">What you changed on this page is not saved yet.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay on this page
          </Button>
          <Button color="red" onClick={() => blocker.proceed?.()}>
            Leave without saving
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
