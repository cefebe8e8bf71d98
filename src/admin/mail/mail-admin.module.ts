import { Module } from '@nestjs/common';
import { MailAdminController } from './mail-admin.controller.js';
import { MailAdminRepository } from './mail-admin.repository.js';
import { MailAdminService } from './mail-admin.service.js';

@Module({ controllers: [MailAdminController], providers: [MailAdminRepository, MailAdminService] })
export class MailAdminModule {}
