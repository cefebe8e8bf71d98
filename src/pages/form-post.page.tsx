import { Layout, type Look } from './layout.js';

interface FormPostProps {
  look: Look;
  action: string;
  parameters: Readonly<Record<string, string>>;
}

/** Sends an authorization response by POST. @see https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html */
export function FormPostPage({ look, action, parameters }: FormPostProps): string {
  return (
    <Layout title="Returning" look={look} scripts={['form-post.js']}>
      <h1>One moment</h1>
      <form method="post" action={action}>
        {Object.entries(parameters).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="primary">
          Continue
        </button>
      </form>
    </Layout>
  ) as string;
}
