import { List, Stack, Text } from '@mantine/core';
import { useFactors } from '../api/factors';
import type { Factors } from '../api/resources';
import { Loaded } from '../kit/loaded';
import { Moment } from '../kit/moment';
import { PageHead } from '../kit/page-head';
import { Section } from '../kit/section';
import { AuthenticatorSection } from './authenticator-section';
import { PasskeysSection } from './passkeys-section';
import { PasswordForm } from './password-form';
import { RecoveryCodesSection } from './recovery-codes-section';
import { RemainingCredentials } from './remaining-credentials';
import { TrustedBrowsersSection } from './trusted-browsers-section';

export function Security() {
  const query = useFactors();
  return (
    <>
      <PageHead title="Security" lead="What proves that you are you, and what changed of it." />
      <Stack maw={560} gap="lg">
        <PasswordForm />
        <Loaded query={query}>
          {(factors) => (
            <>
              {factors.offered ? (
                <>
                  <PasskeysSection factors={factors} />
                  <AuthenticatorSection factors={factors} />
                </>
              ) : null}
              {factors.authenticator === null && factors.passkeys.length === 0 ? null : (
                <>
                  <RecoveryCodesSection left={factors.recovery_codes} />
                  <TrustedBrowsersSection />
                </>
              )}
              <Changes changes={factors.changes} />
            </>
          )}
        </Loaded>
        <RemainingCredentials />
      </Stack>
    </>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  'user.authenticator-add': 'An authenticator app was added',
  'user.authenticator-remove': 'The authenticator app was removed',
  'user.factors-reset': 'An administrator reset the second factor',
  'user.passkey-add': 'A passkey was added',
  'user.passkey-remove': 'A passkey was removed',
  'user.password-change': 'The password was changed',
  'user.password-recover': 'The password was set by a mailed link',
  'user.password-reset': 'An administrator set the password',
  'user.recovery-code-use': 'A recovery code was used',
  'user.recovery-codes-make': 'New recovery codes were made',
  'user.trusted-browser-add': 'A browser was trusted',
  'user.trusted-browser-remove': 'The trust in a browser was ended',
};

/** The latest changes of what proves a person. */
export function Changes({ changes }: Pick<Factors, 'changes'>) {
  if (changes.length === 0) return null;
  return (
    <Section title="Last changes">
      <List size="sm">
        {changes.map(({ at, action, ip }) => (
          <List.Item key={at + action}>
            {WORDS[action] ?? action}, <Moment at={at} />
            {ip === null ? null : (
              <Text span c="dimmed" size="sm">
                {' '}
                from {ip}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
