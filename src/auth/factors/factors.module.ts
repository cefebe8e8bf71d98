import { Global, Module } from '@nestjs/common';
import { Enrolments } from './enrolments.js';
import { ShownEnrolment } from './shown-enrolment.js';
import { SecondFactorCheck } from './second-factor-check.js';

/** Global: the password check, the account's page and the pages of a browser need it. */
@Global()
@Module({
  providers: [Enrolments, SecondFactorCheck, ShownEnrolment],
  exports: [Enrolments, SecondFactorCheck, ShownEnrolment],
})
export class FactorsModule {}
