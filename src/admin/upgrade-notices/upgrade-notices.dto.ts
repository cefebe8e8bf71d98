import { Field } from '../../fields/field.js';
import { list, object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
import { NOTICE_KINDS, type UpgradeNotice } from './upgrade-notice.js';

class NoticeApplication {
  @Field(uuid) id!: string;
  @Field(text()) client_id!: string;
  @Field(text()) name!: string;
}

export class UpgradeNoticeResource {
  @Field(uuid) id!: string;

  @Field(oneOf(NOTICE_KINDS), {
    description:
      '`exchange-targets`: the application exchanges tokens, and its `exchange_targets` hold every API there was at the upgrade. `outside-owner-list`: it was last used from an address that its owner’s IP whitelist does not let in, and which is refused since. `reserved-query`: a redirect URI of it has a parameter of the answer (`code`, `state`, …) in its query; it goes on working, but is to be replaced.',
  })
  kind!: (typeof NOTICE_KINDS)[number];

  @Field(object(NoticeApplication)) application!: NoticeApplication;
  @Field(text(), { nullable: true, description: 'Where it was last used from.' }) address!: string | null;
  @Field(timestamp, { nullable: true }) at!: string | null;
}

export class UpgradeNoticeList {
  @Field(list(object(UpgradeNoticeResource))) data!: UpgradeNoticeResource[];

  @Field(text(), { nullable: true, description: 'Null: there is one page.' }) next_cursor!: string | null;
}

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
