import { Global, Module } from '@nestjs/common';
import { CertificateAuthorities } from './certificate-authorities.js';

@Global()
@Module({ providers: [CertificateAuthorities], exports: [CertificateAuthorities] })
export class NetworkModule {}
