const KEPT = 40;
const NAMES =
  /"(id|client_id|client_secret|access_token|refresh_token|id_token|device_code|user_code|request_uri|key|kid|secret_id|registration_access_token|registration_client_uri|next_cursor|slug|identifier|name|email|username)":"([^"\\]{1,3000})"/g;
const FIELDS = /name="(ticket|csrf|account|user_code|handle)" value="([^"]{1,4000})"/g;
const IN_LOCATION = /[?&](ticket|code|request_uri|iss|state)=([^&\s#]{1,4000})/g;

/** What came back: the failures, and values that later requests may carry under the same name. */
export class Answers {
  failures = [];
  count = 0;
  #statuses = new Map();
  #known = new Map();
  #hidden = new Set();

  take(request, answer) {
    this.count++;
    const outcome = answer.status ?? answer.fault;
    this.#statuses.set(outcome, (this.#statuses.get(outcome) ?? 0) + 1);
    if (answer.fault !== undefined || answer.status >= 500) this.failures.push(lineOf(request, answer));
    else this.#learn(answer);
  }

  know(values) {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'string' || this.#hidden.has(value)) continue;
      const list = this.#known.get(name) ?? [];
      if (!list.includes(value)) list.push(value);
      if (list.length > KEPT) list.shift();
      this.#known.set(name, list);
    }
  }

  hide(value) {
    this.#hidden.add(value);
  }

  valuesOf(name) {
    return this.#known.get(name) ?? [];
  }

  report(isVerbose) {
    const statuses = [...this.#statuses].map(([status, n]) => `${String(status)}: ${String(n)}`);
    console.log(`fuzz: ${statuses.sort().join(', ')}`);
    if (isVerbose) for (const [name, list] of this.#known) console.log(`fuzz: knows ${String(list.length)} of ${name}`);
  }

  #learn({ head, body }) {
    for (const [, name, value] of body.matchAll(NAMES)) this.know({ [name]: value });
    for (const [, name, value] of body.matchAll(FIELDS)) this.know({ [name]: value });
    for (const [, name, value] of head.matchAll(IN_LOCATION)) this.know({ [name]: decoded(value) });
  }
}

function decoded(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A request as one line, its credentials left out. */
function lineOf({ index, head, body }, { status, fault, body: answered = '' }) {
  const shown = (bytes, most) => JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, most));
  const withoutSecrets = head.replace(/^(authorization|cookie|x-api-key): .*$/gim, '$1: …');
  const outcome = status === undefined ? fault : `${String(status)} ${answered.slice(0, 200)}`;
  return `#${String(index)} ${shown(withoutSecrets, 1500)} ${shown(body, 800)} → ${outcome}`;
}
