import { Layout, type Look } from './layout.js';

interface MessageProps {
  look: Look;
  title: string;
  text: string;
  way?: { label: string; href: string } | undefined;
}

/** Confirms an action, or says why there is none. */
export function MessagePage({ look, title, text, way }: MessageProps): string {
  return (
    <Layout title={title} look={look}>
      <h1 safe>{title}</h1>
      <p role="status" safe>
        {text}
      </p>
      {way === undefined ? (
        ''
      ) : (
        <p>
          <a href={way.href} safe>
            {way.label}
          </a>
        </p>
      )}
    </Layout>
  ) as string;
}
