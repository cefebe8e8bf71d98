/** Something that asks the person for a fresh second factor. True: it was proved; false: they would rather not. */
type Ask = () => Promise<boolean>;

let ask: Ask | undefined;
let asking: Promise<boolean> | undefined;

/** Sets what asks; returns how to take it away. */
export function asksForStepUp(asker: Ask): () => void {
  ask = asker;
  return () => {
    if (ask === asker) ask = undefined;
  };
}

/**
 * `fetch`, for acts that take a fresh second factor: it asks for one and sends the request again, so that the page that
 * sent it notices nothing. Several requests at once ask once.
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 */
export async function fetchWithStepUp(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || ask === undefined || !wantsFreshFactor(response)) return response;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return (await asking) ? fetch(again) : response;
}

function wantsFreshFactor({ headers }: Response): boolean {
  return headers.get('www-authenticate')?.includes('error="insufficient_user_authentication"') ?? false;
}
