import { Group, Text } from '@mantine/core';
import { answerOf, api } from '../api/client';
import type { User } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { useAct } from '../kit/use-act';

interface UsersAtOnceProps {
  users: readonly User[];
  done: () => void;
}

/**
 * What is done to the chosen users, one after the other; it ends at the first that the server refuses. Those who are
 * disabled are left out: they are so already, and their links would open nothing.
 */
export function UsersAtOnce({ users: chosen, done }: UsersAtOnceProps) {
  const users = chosen.filter(({ disabled }) => !disabled);
  const disable = useAct({
    act: () =>
      each(users, ({ id }) =>
        answerOf(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { disabled: true } })),
      ),
    done: (count) => `${people(count)} disabled.`,
    refreshes: ['users', 'statistics'],
    then: done,
  });
  const mail = useAct({
    act: () =>
      each(users, ({ id }) =>
        answerOf(api.POST('/api/v1/users/{id}/password-mail', { params: { path: { id } }, body: { kind: 'reset' } })),
      ),
    done: (count) => `${people(count)} sent a link.`,
    refreshes: ['mail'],
    then: done,
  });
  if (chosen.length === 0) return null;
  const names = users.map(({ email }) => email).join(', ');
  return (
    <Group gap="xs" role="group" aria-label="With the chosen users" className="whole-line">
      <Text size="sm" fw={600}>
        {chosen.length} chosen{leftOut(chosen.length - users.length)}
      </Text>
      <ConfirmButton
        title={`Disable ${users.length === 1 ? names : `${String(users.length)} users`}?`}
        lost={`All their sign-ins, sessions and API keys end at once, and they cannot sign in until they are enabled again: ${names}.`}
        confirm="Disable"
        disabled={users.length === 0}
        act={() => disable.mutateAsync()}
      >
        Disable
      </ConfirmButton>
      <ConfirmButton
        color="blue"
        title={`Mail ${users.length === 1 ? names : `${String(users.length)} users`} a link to set a password?`}
        lost={`Each link is good for 30 minutes. Nothing ends before they use it: ${names}.`}
        confirm="Send"
        disabled={users.length === 0}
        act={() => mail.mutateAsync()}
      >
        Mail a reset
      </ConfirmButton>
    </Group>
  );
}

async function each(users: readonly User[], act: (user: User) => Promise<unknown>): Promise<number> {
  for (const user of users) await act(user);
  return users.length;
}

function leftOut(count: number): string {
  return count === 0 ? '' : `, ${String(count)} of them disabled already`;
}

function people(count: number): string {
  return count === 1 ? 'One user was' : `${String(count)} users were`;
}
