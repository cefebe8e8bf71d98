import { Module } from '@nestjs/common';
import { KeyKeeper } from './key-keeper.js';
import { SigningKeysController } from './signing-keys.controller.js';
import { SigningKeysLifecycle } from './signing-keys.lifecycle.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SigningKeysService } from './signing-keys.service.js';

@Module({
  controllers: [SigningKeysController],
  providers: [SigningKeysRepository, KeyKeeper, SigningKeysLifecycle, SigningKeysService],
})
export class SigningKeysModule {}
