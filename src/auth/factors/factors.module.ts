import { Global, Module } from '@nestjs/common';
import { Enrolments } from './enrolments.js';
import { FirstFactors } from './first-factors.js';
import { ShownEnrolment } from './shown-enrolment.js';
import { SecondFactorCheck } from './second-factor-check.js';

/** Global: the password check, the account's page and the pages of a browser need it. */
@Global()
@Module({
  providers: [Enrolments, FirstFactors, SecondFactorCheck, ShownEnrolment],
  exports: [Enrolments, FirstFactors, SecondFactorCheck, ShownEnrolment],
})
export class FactorsModule {}
