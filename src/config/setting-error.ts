/** A setting is missing or wrong. The message is one line: the setting, its fault, an example. */
export class SettingError extends Error {
  override readonly name = 'SettingError';

  constructor(
    readonly setting: string,
    fault: string,
    example: string,
  ) {
    super(`${setting} ${fault}. Example: ${setting}=${example}`.replace(/\s*[\r\n]+\s*/g, ' '));
  }
}
