import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { base } from '../base';

interface BrandPreviewProps {
  name: string;
  logoUrl: string;
  color: string;
}

/** The sign-in page as this brand would make it, with the very style sheet that page has. */
export function BrandPreview({ name, logoUrl, color }: BrandPreviewProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // once only: effects may run twice
    if (host.current?.shadowRoot !== null) return;
    const root = host.current.attachShadow({ mode: 'open' });
    root.append(signInPage());
    void styleOf(root);
  }, []);
  useEffect(() => {
    const root = host.current?.shadowRoot;
    if (!root) return;
    const title = root.querySelector('.brand span');
    if (title !== null) title.textContent = name === '' ? 'Your brand' : name;
    const logo = root.querySelector('img');
    if (logo !== null) {
      logo.hidden = !/^https:\/\/\S+$/.test(logoUrl);
      if (!logo.hidden) logo.src = logoUrl;
    }
    const card = root.querySelector<HTMLElement>('.card');
    if (/^#[0-9a-f]{6}$/i.test(color)) card?.style.setProperty('--brand', color);
    else card?.style.removeProperty('--brand');
  }, [name, logoUrl, color]);
  return (
    <section aria-label="Preview of the sign-in page">
      <Text size="sm" c="dimmed" mb="xs">
        How people will see the sign-in page
      </Text>
      <div ref={host} inert aria-hidden />
    </section>
  );
}

/** The style sheet speaks to a whole page; here the tree it stands in is one. */
async function styleOf(root: ShadowRoot): Promise<void> {
  const text = await (await fetch(`${base}/pages/style.css`)).text();
  const sheet = new CSSStyleSheet();
  await sheet.replace(
    `${text.replaceAll(':root', ':host').replace(/^body/m, ':host')} :host { min-height: 0; padding: 2rem; border-radius: 0.5rem; }`,
  );
  root.adoptedStyleSheets = [sheet];
}

/** What the sign-in page shows, in a tree of its own, so that its style sheet touches nothing else. */
function signInPage(): HTMLElement {
  const card = element('div', 'card');
  const brand = element('div', 'brand');
  const logo = document.createElement('img');
  logo.alt = '';
  logo.width = 40;
  logo.height = 40;
  brand.append(logo, document.createElement('span'));
  const button = element('button', 'primary', 'Sign in');
  card.append(
    brand,
    element('h1', '', 'Sign in'),
    element('p', 'lead', 'to continue to one of your applications'),
    element('label', '', 'Email or user name'),
    document.createElement('input'),
    element('label', '', 'Password'),
    document.createElement('input'),
    button,
  );
  return card;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
