import { ManagementController } from '../../access/management-controller.js';
import { resourceId } from '../../http/resource-id.js';
import { listController } from './list-controller.js';

@ManagementController('applications/:id/ip-whitelist')
export class ApplicationIpWhitelistController extends listController('application', 'an application', resourceId) {}
