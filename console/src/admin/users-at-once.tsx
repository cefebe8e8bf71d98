import { Group, Text } from '@mantine/core';
import { answerOf, api } from '../api/client';
import { messageOf, Problem } from '../api/problem';
import type { User } from '../api/resources';
import { ConfirmButton } from '../kit/confirm-button';
import { ENDINGS } from '../kit/endings';
import { tellFailure } from '../kit/tell';
import { useAct } from '../kit/use-act';

interface UsersAtOnceProps {
  users: readonly User[];
  /** With the ids of those for which it did not work: they stay chosen. */
  done: (left: readonly string[]) => void;
}

/**
 * What is done to the chosen users, one after the other. Those who are disabled are left out: they are so already, and their
 * links would open nothing.
 */
export function UsersAtOnce({ users: chosen, done }: UsersAtOnceProps) {
  const users = chosen.filter(({ disabled }) => !disabled);
  const disable = useActOnEach(users, done, {
    act: (id) => answerOf(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { disabled: true } })),
    done: 'disabled',
    refreshes: ['users', 'statistics', ...ENDINGS],
  });
  const mail = useActOnEach(users, done, {
    act: (id) =>
      answerOf(api.POST('/api/v1/users/{id}/password-mail', { params: { path: { id } }, body: { kind: 'reset' } })),
    done: 'sent a link',
    refreshes: ['users', 'mail'],
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

interface ActOnEach {
  act: (id: string) => Promise<unknown>;
  /** What a user was, after it. */
  done: string;
  refreshes: readonly string[];
}

/** One act on each of the users, whether it works for the others or not; says for how many it did, and why not for the rest. */
function useActOnEach(users: readonly User[], keep: UsersAtOnceProps['done'], { act, done, refreshes }: ActOnEach) {
  return useAct({
    act: () => each(users, act),
    done: ({ all, failures }) => (failures.length === 0 ? `${people(all)} ${done}.` : undefined),
    refreshes,
    then: ({ all, failures }) => {
      if (failures.length > 0) tellFailure(partOf(all, failures.length, done), reasonsOf(failures));
      keep(failures.map(({ user }) => user.id));
    },
  });
}

interface Failed {
  user: User;
  error: unknown;
}

/** Where the caller is refused, the rest is not tried: each could ask for the second factor that was declined just now. */
async function each(users: readonly User[], act: ActOnEach['act']): Promise<{ all: number; failures: Failed[] }> {
  const failures: Failed[] = [];
  let refusal: Problem | undefined;
  for (const user of users) {
    try {
      if (refusal !== undefined) throw refusal;
      await act(user.id);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) refusal = error;
      failures.push({ user, error });
    }
  }
  return { all: users.length, failures };
}

function partOf(all: number, failed: number, done: string): string {
  const count = all - failed;
  if (count === 0) return 'That did not work';
  return `${String(count)} of ${String(all)} users ${count === 1 ? 'was' : 'were'} ${done}`;
}

/** Each reason once, after the users whose it is. */
function reasonsOf(failures: readonly Failed[]): string {
  const users = new Map<string, string[]>();
  for (const { user, error } of failures) {
    const reason = messageOf(error);
    users.set(reason, [...(users.get(reason) ?? []), user.email]);
  }
  return [...users].map(([reason, emails]) => `${emails.join(', ')}: ${reason}`).join('; ');
}

function leftOut(count: number): string {
  return count === 0 ? '' : `, ${String(count)} of them disabled already`;
}

function people(count: number): string {
  return count === 1 ? 'One user was' : `${String(count)} users were`;
}
