import { applyDecorators, Header } from '@nestjs/common';

/** An answer that is the same for all callers: for five minutes caches may keep it, and pages of any origin may read it. */
export function PublicDocument(): MethodDecorator {
  return applyDecorators(Header('cache-control', 'public, max-age=300'), Header('access-control-allow-origin', '*'));
}
