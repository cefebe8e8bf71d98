import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import { Copyable } from '../kit/copyable';
import { Section } from '../kit/section';
import { FreshProof } from './fresh-proof';

/** How few codes are too few. */
const FEW = 3;

/** The recovery codes: how many are left, and new ones. */
export function RecoveryCodesSection({ left }: { left: number }) {
  const [isAsking, setAsking] = useState(false);
  const [codes, setCodes] = useState<string[]>();
  return (
    <Section title="Recovery codes">
      <Text size="sm" c={left <= FEW ? 'red' : undefined}>
        {left === 1 ? '1 code is left.' : `${String(left)} codes are left.`} Each signs you in once in place of another
        factor.
      </Text>
      {codes === undefined ? null : <ShownCodes codes={codes} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={() => {
            setAsking(true);
          }}
        >
          Make new codes
        </Button>
      </Group>
      {isAsking ? (
        <FreshProof
          title="Make new recovery codes"
          text="The present ones do not work any more after that."
          confirm="Make them"
          act={(body) => answerOf(api.POST('/api/v1/users/me/recovery-codes', { body }))}
          done="Ten new recovery codes are made."
          then={({ recovery_codes }) => {
            setCodes(recovery_codes);
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      ) : null}
    </Section>
  );
}

/** Recovery codes, which are shown once. */
export function ShownCodes({ codes }: { codes: readonly string[] }) {
  return (
    <Alert color="blue" title="Keep these recovery codes: they are shown this once" role="status">
      <Stack gap="xs">
        <Text size="sm">
          Print them, or put them into a password manager. Without your phone or passkey they are your way in.
        </Text>
        <Copyable label="Codes to keep" text={codes.join('\n')} block />
      </Stack>
    </Alert>
  );
}
