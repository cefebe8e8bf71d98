import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { ME, useMe } from '../api/session';
import { Failure } from '../kit/failure';
import { UnsavedEdits } from '../kit/unsaved';
import { Waiting } from '../kit/waiting';
import { RequiredPassword } from '../sign-in/required-password';
import { SignInForm } from '../sign-in/sign-in-form';
import { AccountMenu } from './account-menu';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { Navigation } from './navigation';
import { StepUp } from './step-up';
import { SearchButton } from './search-button';
import { WordMark } from './word-mark';

/** Around every page: who is signed in, where one can go. Without a session: the sign-in form at the same address. */
export function Frame() {
  const me = useMe();
  const queries = useQueryClient();
  if (me.isPending) return <Waiting mih="60vh" />;
  if (me.error !== null) return <Failure error={me.error} retry={() => void me.refetch()} />;
  if (me.data === null) return <SignInForm onSignedIn={() => begin(queries)} />;
  if (me.data.password_change_required) return <RequiredPassword />;
  return <Shell key={me.data.id} />;
}

/** However the session before this one ended: its person's data is not this one's to see. */
function begin(queries: QueryClient): Promise<void> {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  return queries.invalidateQueries({ queryKey: ME });
}

function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(() => {
    close();
    document.getElementById('main')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname, close]);

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 284, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding="lg"
    >
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={opened ? 'Close the navigation' : 'Open the navigation'}
              aria-expanded={opened}
            />
            <WordMark />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SearchButton />
            <ColorSchemeToggle />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" style={{ overflowY: 'auto' }}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: 'none' }}>
        <Suspense fallback={<Waiting mih="60vh" />}>
          <Outlet />
        </Suspense>
        <UnsavedEdits />
        <StepUp />
      </AppShell.Main>
    </AppShell>
  );
}
