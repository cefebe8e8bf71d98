/** Patterns of credentials within text: JWTs, API keys, headers, parameters, URLs. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g, '[redacted]'],
  [/\b(sk_live|lks)_[\w-]+/g, '[redacted]'],
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, '$1 [redacted]'],
  [
    /\b(api_key|password|client_secret|client_assertion|(?:access_|refresh_|id_)?token|code_verifier|code)=[^&\s"\\]+/g,
    '$1=[redacted]',
  ],
  [/(\w:\/\/[^\s:/@"]*):[^\s/@"]+@/g, '$1:[redacted]@'],
];

/** Removes anything shaped like a credential from a finished log line, in addition to the named fields. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
