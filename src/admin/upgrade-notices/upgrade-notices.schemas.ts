import { z } from 'zod';
import { NOTICE_KINDS, type UpgradeNotice } from './upgrade-notice.js';

export const upgradeNoticeResource = z.object({
  id: z.uuid(),
  kind: z.enum(NOTICE_KINDS).meta({
    description:
      '`exchange-targets`: the application exchanges tokens, and its `exchange_targets` hold every API there was at the upgrade. `outside-owner-list`: it was last used from an address that its owner’s IP whitelist does not let in, and which is refused since. `reserved-query`: a redirect URI of it has a parameter of the answer (`code`, `state`, …) in its query; it goes on working, but is to be replaced.',
  }),
  application: z.object({ id: z.uuid(), client_id: z.string(), name: z.string() }),
  address: z.string().nullable().meta({ description: 'Where it was last used from.' }),
  at: z.iso.datetime().nullable(),
});

export const upgradeNoticeList = z.object({ data: z.array(upgradeNoticeResource) });

export type UpgradeNoticeResource = z.infer<typeof upgradeNoticeResource>;

export function presentNotice({ id, kind, application, address, at }: UpgradeNotice): UpgradeNoticeResource {
  const { id: applicationId, clientId, name } = application;
  return {
    id,
    kind,
    application: { id: applicationId, client_id: clientId, name },
    address,
    at: at?.toISOString() ?? null,
  };
}
