import type { CDPSession, Page } from 'playwright-core';

type Credential = Record<string, unknown>;

/** The device of a person: Chromium's virtual authenticator on one page. */
export class Device {
  private constructor(
    private readonly session: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  /** On a page that has come to its site: Chromium forgets the device of a page that comes to another. */
  static async at(page: Page, origin: string, credentials: readonly Credential[] = []): Promise<Device> {
    await page.goto(`${origin}/pages/style.css`);
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: false },
      },
    });
    const device = new Device(session, authenticatorId);
    await device.keep(credentials);
    return device;
  }

  /** Whether the person touches it whenever it asks. */
  async isTouched(enabled: boolean): Promise<void> {
    const { authenticatorId } = this;
    await this.session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  }

  async credentials(): Promise<Credential[]> {
    const { authenticatorId } = this;
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials as never;
  }

  /** Keeps these alone. */
  async keep(credentials: readonly Credential[]): Promise<void> {
    const { authenticatorId } = this;
    await this.session.send('WebAuthn.clearCredentials', { authenticatorId });
    for (const credential of credentials) {
      await this.session.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never });
    }
  }
}
