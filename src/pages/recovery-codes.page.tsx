import { Layout, type Look } from './layout.js';

interface RecoveryCodesProps {
  look: Look;
  codes: readonly string[];
  /** Where the person goes on. */
  wayOn: string;
}

/** Shows the recovery codes, once, before the person goes on. */
export function RecoveryCodesPage({ look, codes, wayOn }: RecoveryCodesProps): string {
  return (
    <Layout title="Keep your recovery codes" look={look}>
      <h1>Keep your recovery codes</h1>
      <p role="status">Your second factor is set up.</p>
      <p>
        Each of these codes signs you in once in place of your second factor. Print them or keep them in a password
        manager: they are shown this once.
      </p>
      <pre class="codes" safe>
        {codes.join('\n')}
      </pre>
      <p>
        <a href={wayOn} class="button">
          I have kept them: go on
        </a>
      </p>
    </Layout>
  ) as string;
}
