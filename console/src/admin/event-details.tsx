import { Anchor, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditEvent } from '../api/resources';
import { CopyableId } from '../kit/copyable-id';
import { exactly } from '../kit/times';
import { Target, Through, Who } from './who';

/** Shown by the explanation of a refusal. */
const EXPLAINED = ['steps', 'compared', 'attempt'];

/** All that an event holds beyond its row: ids to copy, the exact time, what changed. */
export function EventDetails({ event }: { event: AuditEvent }) {
  const { id, at, action, request_id, actor, client_id, target, ip, reason, details, outcome, application } = event;
  const ids: [label: string, id: string | null][] = [
    ['Action', action],
    ['Event', id],
    ['Request', request_id],
    [actor.type === 'user' ? 'User' : 'Actor', actor.type === 'application' ? null : actor.id],
    ['Client ID', client_id],
    [target === null ? '' : `Target (${target.type})`, target?.id ?? null],
    ['Address', ip],
  ];
  const others = Object.entries(details ?? {}).filter(([name]) => !EXPLAINED.includes(name));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" verticalSpacing={4} py="xs">
      <Fact label="Time">
        <Text size="sm">{exactly(at)}</Text>
      </Fact>
      {actor.type === 'system' && application === null ? null : (
        <Fact label="Who">
          <Who actor={actor} application={application} />
          {application === null || actor.type === 'application' ? null : <Through application={application} />}
        </Fact>
      )}
      {target === null ? null : (
        <Fact label="To what">
          <Target target={target} />
        </Fact>
      )}
      {ids.map(([label, value]) =>
        value === null ? null : (
          <Fact key={label} label={label}>
            <CopyableId id={value} label={label} />
          </Fact>
        ),
      )}
      {request_id === null || outcome !== 'refused' ? null : (
        <Fact label="Why">
          <Anchor component={Link} to={`/admin/refusals?request_id=${encodeURIComponent(request_id)}`} size="sm">
            The decision, step by step
          </Anchor>
        </Fact>
      )}
      {action === 'refusal.fold' && ip !== null ? (
        <Fact label="Why">
          <Anchor component={Link} to={`/admin/refusals?${likeIt(event)}`} size="sm">
            The refusals from there that are kept whole
          </Anchor>
        </Fact>
      ) : null}
      {reason === null ? null : (
        <Fact label="Reason">
          <Text size="sm" className="anywhere">
            {reason}
          </Text>
        </Fact>
      )}
      {others.map(([name, value]) => (
        <Fact key={name} label={name.replaceAll('_', ' ')}>
          <Text size="sm" className="anywhere">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Text>
        </Fact>
      ))}
    </SimpleGrid>
  );
}

/** Of those that were counted, the network and the application are kept. */
function likeIt({ ip, details, client_id }: AuditEvent): string {
  const network = typeof details?.network === 'string' ? details.network : ip;
  return new URLSearchParams({ ip: network ?? '', ...(client_id === null ? {} : { client_id }) }).toString();
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="fact">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {children}
    </div>
  );
}
