import { Stack } from '@mantine/core';
import { PageHead } from '../kit/page-head';
import { SignInLists } from './sign-in-lists';
import { TrustedBrowsersSection } from './trusted-browsers-section';

export function Sessions() {
  return (
    <>
      <PageHead
        title="Sessions & sign-ins"
        lead="Where you are signed in: browsers that hold your session, and applications that hold tokens of yours."
      />
      <Stack gap="xl">
        <SignInLists />
        <TrustedBrowsersSection />
      </Stack>
    </>
  );
}
