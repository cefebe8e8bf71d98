import { Button, Kbd } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';

const SearchDialog = lazy(async () => ({ default: (await import('./search-dialog')).SearchDialog }));

/** Opens the one search of the console; so do the slash and Ctrl K. */
export function SearchButton() {
  const [opened, { open, close }] = useDisclosure(false);
  useHotkeys([
    ['/', open],
    ['mod+K', open],
  ]);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd visibleFrom="sm">/</Kbd>}
        onClick={open}
        className="find"
      >
        Search
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <SearchDialog close={close} />
        </Suspense>
      ) : null}
    </>
  );
}
