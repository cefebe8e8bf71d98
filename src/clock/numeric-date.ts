/** Seconds since 1970, as claims tell a time. @see https://www.rfc-editor.org/rfc/rfc7519#section-2 */
export function numericDate(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
