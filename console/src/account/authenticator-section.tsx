import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import type { Factors } from '../api/resources';
import { Moment } from '../kit/moment';
import { Section } from '../kit/section';
import { type BegunEnrolment, Enrolment } from './enrolment';
import { FreshProof } from './fresh-proof';
import { ShownCodes } from './recovery-codes-section';

/** The authenticator app: set up, replaced and removed. */
export function AuthenticatorSection({ factors: { authenticator, passkeys } }: { factors: Factors }) {
  const [asking, setAsking] = useState<'begin' | 'remove'>();
  const [begun, setBegun] = useState<BegunEnrolment>();
  const [codes, setCodes] = useState<string[]>();
  const close = () => {
    setAsking(undefined);
  };
  const isSetUp = authenticator !== null;
  return (
    <Section title="Authenticator app" isOn={isSetUp}>
      {isSetUp ? (
        <Text size="sm">
          Signing in takes a code of the app. Set up <Moment at={authenticator.created_at} />, last used:{' '}
          <Moment at={authenticator.last_used_at} never="not yet" />.
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          With it, your password alone does not sign in: an app on your phone shows a code that is asked for, too.
        </Text>
      )}
      {begun === undefined ? null : (
        <Enrolment
          begun={begun}
          finish={(body) => answerOf(api.PUT('/api/v1/users/me/authenticator', { body }))}
          onDone={(made) => {
            setBegun(undefined);
            setCodes(made);
          }}
          onCancel={() => {
            setBegun(undefined);
          }}
        />
      )}
      {codes === undefined ? null : <ShownCodes codes={codes} />}
      {begun === undefined ? (
        <Group justify="flex-end">
          {isSetUp ? (
            <Button
              variant="light"
              color="red"
              onClick={() => {
                setAsking('remove');
              }}
            >
              Remove
            </Button>
          ) : null}
          <Button
            variant={isSetUp ? 'default' : 'filled'}
            onClick={() => {
              setAsking('begin');
            }}
          >
            {isSetUp ? 'Replace the app' : 'Set up an app'}
          </Button>
        </Group>
      ) : null}
      {asking === 'begin' ? (
        <FreshProof
          title={isSetUp ? 'Replace the authenticator app' : 'Set up an authenticator app'}
          text="Confirm that it is you. Nothing changes before the new app has shown its first code."
          confirm="Go on"
          act={(body) => answerOf(api.POST('/api/v1/users/me/authenticator', { body }))}
          then={(answer) => {
            setCodes(undefined);
            setBegun(answer);
          }}
          onClose={close}
        />
      ) : null}
      {asking === 'remove' ? (
        <FreshProof
          title="Remove the authenticator app"
          text={
            passkeys.length > 0
              ? 'Your passkeys and recovery codes stay.'
              : 'Your password alone signs in again, and your recovery codes do not work any more.'
          }
          confirm="Remove it"
          act={(body) => answerOf(api.POST('/api/v1/users/me/authenticator/removal', { body }))}
          done="The authenticator app is removed."
          then={() => {
            setCodes(undefined);
          }}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}
