import { Module } from '@nestjs/common';
import { GuideFiles } from './guide-files.js';
import { GuidesController } from './guides.controller.js';

@Module({ controllers: [GuidesController], providers: [GuideFiles] })
export class GuidesHostModule {}
