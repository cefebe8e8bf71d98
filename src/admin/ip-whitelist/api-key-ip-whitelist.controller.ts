import { ManagementController } from '../../access/management-controller.js';
import { apiKeyId } from './ip-whitelist.dto.js';
import { listController } from './list-controller.js';

@ManagementController('api-keys/:id/ip-whitelist')
export class ApiKeyIpWhitelistController extends listController('api-key', 'an API key', apiKeyId) {}
