import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { beginSession, loadSession, useMe } from '../api/session';
import { Failure } from '../kit/failure';
import { UnsavedEdits } from '../kit/unsaved';
import { Waiting } from '../kit/waiting';
import { CodesToKeep } from '../sign-in/codes-to-keep';
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
  const [codes, setCodes] = useState<readonly string[]>();
  // a session has begun with them, and any look at another tab loads it
  if (codes !== undefined) {
    const keep = async () => {
      await loadSession(queries);
      setCodes(undefined);
    };
    return <CodesToKeep codes={codes} onKept={keep} />;
  }
  // a load that fails takes nothing away: edits, and secrets that are shown once
  if (me.data === undefined) {
    if (me.error === null) return <Waiting mih="60vh" />;
    return <Failure error={me.error} retry={() => void me.refetch()} />;
  }
  if (me.data === null) return <SignInForm onSignedIn={() => beginSession(queries)} onCodes={setCodes} />;
  if (me.data.password_change_required) return <RequiredPassword />;
  return <Shell key={me.data.id} />;
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
