import { Alert, Anchor, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { CAN_USE_PASSKEYS } from '../api/passkeys';
import { messageOf, Problem } from '../api/problem';
import { proveSecondFactor } from '../api/second-step';
import { PasskeyButton } from './passkey-button';

interface CodeFormProps {
  /** Whether there is an app; otherwise the second factor is a passkey, and codes are those of recovery. */
  hasApp: boolean;
  onSignedIn: () => Promise<unknown>;
  onBack: () => void;
}

/** The second step of the sign-in page. */
export function CodeForm({ hasApp, onSignedIn, onBack }: CodeFormProps) {
  const [otp, setOtp] = useState('');
  const [isRecovery, setRecovery] = useState(false);
  const [trusts, setTrusts] = useState(false);
  const { data: hasPasskeys = true } = useQuery(CAN_USE_PASSKEYS);
  const field = useRef<HTMLInputElement>(null);
  const entry = useMutation({
    mutationFn: async () => {
      await proveSecondFactor(otp.trim(), { trusts: trusts && !isRecovery });
      await onSignedIn();
    },
    onError: () => {
      setOtp('');
      field.current?.focus();
    },
  });
  useEffect(() => {
    field.current?.focus();
  }, [isRecovery]);
  const takesCode = hasApp || isRecovery;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        entry.mutate();
      }}
    >
      <Stack mt="lg">
        {entry.error === null ? null : (
          <Alert color="red" role="alert">
            {problemOf(entry.error)}
          </Alert>
        )}
        {takesCode ? (
          <TextInput
            ref={field}
            label={isRecovery ? 'One of your recovery codes' : 'Code of your authenticator app'}
            name="otp"
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoComplete={isRecovery ? 'off' : 'one-time-code'}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
            value={otp}
            onChange={({ currentTarget: { value } }) => {
              setOtp(value);
            }}
          />
        ) : (
          <Text size="sm">{hasPasskeys ? PASSKEY : WITHOUT_PASSKEYS}</Text>
        )}
        {isRecovery ? null : (
          <Checkbox
            label="Trust this browser for 30 days"
            checked={trusts}
            onChange={({ currentTarget: { checked } }) => {
              setTrusts(checked);
            }}
          />
        )}
        {takesCode ? (
          <Button type="submit" fullWidth loading={entry.isPending}>
            Sign in
          </Button>
        ) : null}
        <PasskeyButton second={{ trusts: trusts && !isRecovery }} isPrimary={!takesCode} onSignedIn={onSignedIn} />
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="start"
          onClick={() => {
            setOtp('');
            entry.reset();
            setRecovery(!isRecovery);
          }}
        >
          {wayOf(isRecovery, hasApp)}
        </Anchor>
        <Anchor component="button" type="button" size="sm" ta="start" onClick={onBack}>
          Use another account
        </Anchor>
      </Stack>
    </form>
  );
}

const PASSKEY = 'It takes the place of a code. Without the device that holds it, use a recovery code.';
const WITHOUT_PASSKEYS =
  'Passkeys do not work here. Many apps open pages in a window without them: sign in with your usual browser, or use a recovery code.';

/** What the other way is called. */
function wayOf(isRecovery: boolean, hasApp: boolean): string {
  if (!isRecovery) return 'Use a recovery code';
  return hasApp ? 'Use the authenticator app' : 'Use the passkey';
}

function problemOf(error: Error): string {
  return error instanceof Problem && error.code === 'mfa_required'
    ? 'This code is wrong, too old or was used already.'
    : messageOf(error);
}
