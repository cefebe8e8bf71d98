import { Module } from '@nestjs/common';
import { UsersModule } from '../admin/users/users.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { AssetsController } from './assets.controller.js';
import { ConsentController } from './consent.controller.js';
import { AskedConsents } from './asked-consents.js';
import { ConsentDecision } from './consent-decision.js';
import { ConsentView } from './consent.view.js';
import { BackEndGuard } from './back-end.guard.js';
import { ChangePasswordController } from './change-password.controller.js';
import { ChangePasswordView } from './change-password.view.js';
import { AddressView } from './address.view.js';
import { UndoEmailController } from './undo-email.controller.js';
import { VerifyEmailController } from './verify-email.controller.js';
import { CheckSessionController } from './check-session.controller.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { DecidingPages } from './deciding-pages.js';
import { DeviceController } from './device.controller.js';
import { DeviceSignInController } from './device-sign-in.controller.js';
import { FormRefusals } from './form-refusals.js';
import { PasskeyController } from './passkey.controller.js';
import { PasskeyOffers } from './passkey-offers.js';
import { SessionPasskeyController } from './session-passkey.controller.js';
import { SessionPasskeySetUpController } from './session-passkey-set-up.controller.js';
import { SecondFactorPasskeyController } from './second-factor-passkey.controller.js';
import { DeviceDecision } from './device-decision.js';
import { DeviceTickets } from './device-tickets.js';
import { DeviceView } from './device.view.js';
import { ForgottenController } from './forgotten.controller.js';
import { FormGuard } from './form-guard.js';
import { EndSessionController } from './end-session.controller.js';
import { RootController } from './root.controller.js';
import { NewPasswordController } from './new-password.controller.js';
import { RecoveryView } from './recovery.view.js';
import { HalfSignIns } from './half-sign-ins.js';
import { AwaitingApplications } from './awaiting-applications.js';
import { InsistedPasskeys } from './insisted-passkeys.js';
import { RemainingProofs } from './remaining-proofs.js';
import { SetUpCompletion } from './set-up-completion.js';
import { SetUpDeclineController } from './set-up-decline.controller.js';
import { SetUpController } from './set-up.controller.js';
import { SetUpPasskeyController } from './set-up-passkey.controller.js';
import { SetUpView } from './set-up.view.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorView } from './second-factor.view.js';
import { SelectAccountController } from './select-account.controller.js';
import { SelectAccountView } from './select-account.view.js';
import { SignOutController } from './sign-out.controller.js';
import { BrowserSignOut } from './browser-sign-out.js';
import { SignOutView } from './sign-out.view.js';
import { SignInCompletion } from './sign-in-completion.js';
import { SignInController } from './sign-in.controller.js';
import { SignInView } from './sign-in.view.js';

@Module({
  imports: [OAuthModule, AuthModule, UsersModule],
  controllers: [
    RootController,
    SignInController,
    ForgottenController,
    NewPasswordController,
    VerifyEmailController,
    UndoEmailController,
    SecondFactorController,
    SetUpController,
    SetUpPasskeyController,
    SetUpDeclineController,
    SecondFactorPasskeyController,
    PasskeyController,
    SessionPasskeyController,
    SessionPasskeySetUpController,
    SelectAccountController,
    ChangePasswordController,
    ConsentController,
    DeviceController,
    DeviceSignInController,
    CheckSessionController,
    EndSessionController,
    SignOutController,
    AssetsController,
  ],
  providers: [
    BackEndGuard,
    BrowserSignIn,
    BrowserSignOut,
    SignOutView,
    SignInView,
    RecoveryView,
    AddressView,
    SelectAccountView,
    ChangePasswordView,
    HalfSignIns,
    AwaitingApplications,
    InsistedPasskeys,
    RemainingProofs,
    SetUpCompletion,
    SetUpView,
    FormRefusals,
    PasskeyOffers,
    SecondFactorView,
    SignInCompletion,
    ConsentView,
    AskedConsents,
    ConsentDecision,
    DeviceView,
    DeviceDecision,
    DeviceTickets,
    FormGuard,
    DecidingPages,
  ],
})
export class InteractionModule {}
