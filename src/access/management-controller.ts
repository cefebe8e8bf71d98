import { applyDecorators, Controller } from '@nestjs/common';
import { ApiTags } from '../http/open-api.js';

/** A controller of the administration API under `/api/v1`, with the alias `/v1`. */
export function ManagementController(path: string): ClassDecorator {
  return applyDecorators(Controller([`api/v1/${path}`, `v1/${path}`]), ApiTags(path.split('/')[0] ?? path));
}
