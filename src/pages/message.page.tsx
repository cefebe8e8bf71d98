import { Layout, type Look } from './layout.js';

interface MessageProps {
  look: Look;
  title: string;
  text: string;
}

/** Confirms an action. */
export function MessagePage({ look, title, text }: MessageProps): string {
  return (
    <Layout title={title} look={look}>
      <h1 safe>{title}</h1>
      <p role="status" safe>
        {text}
      </p>
    </Layout>
  ) as string;
}
