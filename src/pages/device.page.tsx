import { Layout, type Look } from './layout.js';

interface DeviceProps {
  look: Look;
  action: string;
  csrf: string;
  userCode: string;
  problem: string | undefined;
}

/** The page where a person enters the code of a device. */
export function DevicePage({ look, action, csrf, userCode, problem }: DeviceProps): string {
  return (
    <Layout title="Connect a device" look={look}>
      <h1>Connect a device</h1>
      {problem === undefined ? (
        ''
      ) : (
        <p class="problem" role="alert" id="problem" safe>
          {problem}
        </p>
      )}
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        <label for="user_code">The code on your device</label>
        <input
          id="user_code"
          name="user_code"
          value={userCode}
          class="code"
          placeholder="ABCD-EFGH"
          required
          maxlength={16}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          autofocus
          aria-describedby={problem === undefined ? undefined : 'problem'}
        />
        <button type="submit" class="primary">
          Continue
        </button>
      </form>
    </Layout>
  ) as string;
}
