import { ManagementController } from '../../access/management-controller.js';
import { resourceId } from '../../http/resource-id.js';
import { listController } from './list-controller.js';

@ManagementController('users/:id/ip-whitelist')
export class UserIpWhitelistController extends listController('user', 'an account', resourceId) {}
