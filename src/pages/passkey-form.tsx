import type { Children } from '@kitajs/html';

/** What a page needs to ask for a passkey. */
export interface PasskeyOffer {
  action: string;
  csrf: string;
  ticket: string;
  /** As JSON, for the browser. */
  options: string;
  /** The address of the page, with another challenge. */
  again: string;
  /** The sealed enrolment that a new passkey stands in for. */
  enrolment?: string | undefined;
}

/** The script that shows the form and sends it. */
export const PASSKEY_SCRIPT = 'passkey.js';

interface PasskeyFormProps {
  offer: PasskeyOffer;
  primary?: boolean;
  /** Whether the button is where the person goes on. */
  focused?: boolean;
  label?: string;
  problem?: string;
  /** Said by a browser without passkeys; where it is not given, the form is left out in silence. */
  unsupported?: string | undefined;
  /** Further fields. */
  children?: Children;
}

/** Asks for a passkey, or for a new one, as the options say. The script shows it where the browser has passkeys. */
export function PasskeyForm({
  offer: { action, csrf, ticket, options, again, enrolment },
  primary = false,
  focused = primary,
  label = 'Use a passkey',
  problem = 'No passkey was used. Try again, or sign in another way.',
  unsupported,
  children,
}: PasskeyFormProps): string {
  return (
    <>
      <form id="passkey" method="post" action={action} data-options={options} data-again={again} hidden>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="ticket" value={ticket} />
        {enrolment === undefined ? '' : <input type="hidden" name="enrolment" value={enrolment} />}
        <input type="hidden" name="passkey" />
        {children}
        <button type="button" class={primary ? 'primary' : undefined} autofocus={focused} safe>
          {label}
        </button>
        <p id="passkey-problem" class="problem" role="alert" hidden safe>
          {problem}
        </p>
      </form>
      {unsupported === undefined ? (
        ''
      ) : (
        <p id="passkey-unsupported" role="status" hidden safe>
          {unsupported}
        </p>
      )}
    </>
  ) as string;
}
