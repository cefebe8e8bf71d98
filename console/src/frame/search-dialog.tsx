import { Modal, NavLink, ScrollArea, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type Found, useFoundOnServer, usePagesFound } from './found';

/** One field for pages, settings, users, applications and request ids. */
export function SearchDialog({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const [settled] = useDebouncedValue(text, 200);
  const pages = usePagesFound(text);
  const onServer = useFoundOnServer(settled);
  // what was found for an earlier text is not what Enter goes to
  const found = [...pages, ...(settled === text ? onServer.found : [])];
  const list = useRef<HTMLDivElement>(null);

  /** The arrows go from the field through the results and back. */
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a, input') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[(at + step + links.length) % links.length]?.focus();
  };
  return (
    <Modal opened onClose={close} title="Search" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm" ref={list} onKeyDown={onKeyDown}>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            const [first] = found;
            if (first === undefined) return;
            close();
            void navigate(first.to);
          }}
        >
          <TextInput
            type="search"
            aria-label="Search the console"
            placeholder="A page, a setting, a user, an application, a request id"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
            data-autofocus
          />
        </form>
        <VisuallyHidden role="status">
          {text === '' ? '' : `${String(found.length)} ${found.length === 1 ? 'result' : 'results'}`}
        </VisuallyHidden>
        <ScrollArea.Autosize mah="60vh" type="auto">
          <nav aria-label="Results">
            {found.map((result) => (
              <Result key={`${result.kind} ${result.to} ${result.label}`} result={result} close={close} />
            ))}
          </nav>
          {found.length > 0 || text === '' ? null : (
            <Text size="sm" c="dimmed" p="sm">
              {onServer.isPending || settled !== text ? 'Searching…' : 'Nothing is called that.'}
            </Text>
          )}
        </ScrollArea.Autosize>
      </Stack>
    </Modal>
  );
}

function Result({ result: { to, label, kind }, close }: { result: Found; close: () => void }) {
  return (
    <NavLink
      component={Link}
      to={to}
      label={<bdi>{label}</bdi>}
      rightSection={
        <Text size="xs" c="dimmed">
          {kind}
        </Text>
      }
      className="place"
      onClick={close}
    />
  );
}
