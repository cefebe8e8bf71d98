import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { WhitelistSection } from './whitelist-section';
import type { ListOf } from './whitelists';

/** A key's list, in a dialog: too small for a page of its own. */
export function WhitelistButton({ of, name, count }: { of: ListOf; name: string; count: number }) {
  const [opened, { open, close }] = useDisclosure(false);
  const label = count === 0 ? 'From everywhere' : `${String(count)} IP ${count === 1 ? 'entry' : 'entries'}`;
  return (
    <>
      <Button size="xs" variant="default" onClick={open} aria-label={`${label}: where ${name} may be used from`}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`Where ${name} may be used from`}
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <WhitelistSection of={of} />
      </Modal>
    </>
  );
}
