import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';

export interface PageTab {
  name: string;
  label: string;
  panel: ReactNode;
}

/** Tabs whose choice stands in the address. A tab that was looked at keeps its edits while another is shown. */
export function PageTabs({ tabs }: { tabs: readonly [PageTab, ...PageTab[]] }) {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('tab');
  const current = (tabs.find(({ name }) => name === asked) ?? tabs[0]).name;
  const [seen, setSeen] = useState<readonly string[]>([]);
  const choose = (name: string | null) => {
    if (name === null) return;
    setSeen((before) => [...before, current]);
    setAddress(
      (before) => {
        const after = new URLSearchParams(before);
        after.set('tab', name);
        return after;
      },
      { replace: true },
    );
  };
  return (
    <Tabs value={current} onChange={choose}>
      <Tabs.List mb="lg">
        {tabs.map(({ name, label }) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, panel }) => (
        <Tabs.Panel key={name} value={name}>
          {name === current || seen.includes(name) ? panel : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
