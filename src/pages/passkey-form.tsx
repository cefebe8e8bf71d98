/** What a page needs to ask for a passkey. */
export interface PasskeyOffer {
  action: string;
  csrf: string;
  ticket: string;
  /** As JSON, for the browser. */
  options: string;
  /** The address of the page, with another challenge. */
  again: string;
}

/** The script that shows the form and sends it. */
export const PASSKEY_SCRIPT = 'passkey.js';

/** Asks for a passkey. Without the script nothing of it is shown. */
export function PasskeyForm({ offer, primary = false }: { offer: PasskeyOffer; primary?: boolean }): string {
  const { action, csrf, ticket, options, again } = offer;
  return (
    <form id="passkey" method="post" action={action} data-options={options} data-again={again} hidden>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="ticket" value={ticket} />
      <input type="hidden" name="passkey" />
      <button type="button" class={primary ? 'primary' : undefined} autofocus={primary}>
        Use a passkey
      </button>
      <p id="passkey-problem" class="problem" role="alert" hidden>
        No passkey was used. Try again, or sign in another way.
      </p>
    </form>
  ) as string;
}
