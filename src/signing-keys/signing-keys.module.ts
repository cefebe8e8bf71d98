import { Module } from '@nestjs/common';
import { KeyKeeper } from './key-keeper.js';
import { SigningKeysLifecycle } from './signing-keys.lifecycle.js';

@Module({ providers: [KeyKeeper, SigningKeysLifecycle], exports: [KeyKeeper] })
export class SigningKeysModule {}
