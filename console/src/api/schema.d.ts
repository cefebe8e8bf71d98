// Generated from docs/reference/openapi.json by npm run references.

export interface paths {
    "/api/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the signing keys
         * @description Scope `read:signing-keys`. Admins only.
         */
        get: operations["signingKeys_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish the next signing key now
         * @description Scope `write:signing-keys`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["signingKeys_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing-keys/{kid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Retire a signing key, or with force end everything it signed
         * @description Scope `write:signing-keys`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["signingKeys_withdraw"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/login/access-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in for an access token alone */
        post: operations["loginAccessToken_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with user name and password; with an id_token */
        post: operations["apiV1Auth_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trade a refresh token for new tokens */
        post: operations["apiV1Auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/remaining-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what works on without your sign-ins: API keys, applications and consents
         * @description Scope `read:account`.
         */
        get: operations["myRemainingCredentials_read"];
        put?: never;
        post?: never;
        /**
         * Revoke all your API keys, disable your applications and forget their secrets, and take all consents back
         * @description Scope `write:account`.
         */
        delete: operations["myRemainingCredentials_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/remaining-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what works on without a user's sign-ins: API keys, applications and consents
         * @description Scope `read:users`. Admins only.
         */
        get: operations["remainingCredentials_read"];
        put?: never;
        post?: never;
        /**
         * Revoke all of a user's API keys, disable their applications and forget the secrets, and take their consents back
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["remainingCredentials_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read your account
         * @description Scope `read:account`.
         */
        get: operations["myAccount_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your account
         * @description Scope `write:account`.
         */
        patch: operations["myAccount_change"];
        trace?: never;
    };
    "/api/v1/users/me/verification-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link and a code that prove your address
         * @description Scope `write:account`.
         */
        post: operations["myAccount_sendProof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove your address by the code that was mailed to it
         * @description Scope `write:account`.
         */
        post: operations["myAccount_prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your password and end all your other sign-ins
         * @description Scope `write:account`.
         */
        put: operations["myAccount_changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Scope `read:users`. Admins only.
         */
        get: operations["users_list"];
        put?: never;
        /**
         * Create a user
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description Scope `read:users`. Admins only.
         */
        get: operations["users_read"];
        put?: never;
        post?: never;
        /**
         * Delete a user with everything they own
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["users_delete"];
        options?: never;
        head?: never;
        /**
         * Change, disable or enable a user, or reset a password
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        patch: operations["users_change"];
        trace?: never;
    };
    "/api/v1/users/{id}/password-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a user a link to set a password
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["users_mailPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read whether mail is set up
         * @description Scope `read:users`. Admins only.
         */
        get: operations["mailAdmin_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test mail to your own address
         * @description Scope `write:users`. Admins only.
         */
        post: operations["mailAdmin_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what proves you beside your password
         * @description Scope `read:account`.
         */
        get: operations["myFactors_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/authenticator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Finish it with the first code of the app
         * @description Scope `write:account`.
         */
        put: operations["myFactors_finish"];
        /**
         * Begin to set up an authenticator app
         * @description Scope `write:account`.
         */
        post: operations["myFactors_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/authenticator/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove your authenticator app and your recovery codes
         * @description Scope `write:account`.
         */
        post: operations["myFactors_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove your second factor again in this browser session
         * @description Scope `write:account`.
         */
        post: operations["myFactors_stepUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new recovery codes
         * @description Scope `write:account`.
         */
        post: operations["myFactors_newRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a challenge, to prove yourself by a passkey where a fresh proof is needed
         * @description Scope `write:account`.
         */
        post: operations["myPasskeys_prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to register a passkey
         * @description Scope `write:account`.
         */
        post: operations["myPasskeys_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish it with what the browser made
         * @description Scope `write:account`.
         */
        post: operations["myPasskeys_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/passkeys/{passkeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename a passkey
         * @description Scope `write:account`.
         */
        patch: operations["myPasskeys_rename"];
        trace?: never;
    };
    "/api/v1/users/me/passkeys/{passkeyId}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a passkey
         * @description Scope `write:account`.
         */
        post: operations["myPasskeys_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/trusted-browsers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the browsers that you trust
         * @description Scope `read:account`.
         */
        get: operations["myTrustedBrowsers_list"];
        put?: never;
        post?: never;
        /**
         * Trust no browser any more
         * @description Scope `write:account`.
         */
        delete: operations["myTrustedBrowsers_removeAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/trusted-browsers/{browserId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Trust a browser no more
         * @description Scope `write:account`.
         */
        delete: operations["myTrustedBrowsers_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what proves a user beside the password
         * @description Scope `read:users`. Admins only.
         */
        get: operations["userFactors_read"];
        put?: never;
        post?: never;
        /**
         * Take a user's second factor and recovery codes away
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["userFactors_reset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your brands; admins, with read:users: all
         * @description Scope `read:brands`.
         */
        get: operations["brands_list"];
        put?: never;
        /**
         * Create a brand and become its owner
         * @description Scope `write:brands`.
         */
        post: operations["brands_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a brand
         * @description Scope `read:brands`.
         */
        get: operations["brands_read"];
        put?: never;
        post?: never;
        /**
         * Delete a brand you own; its applications stay
         * @description Scope `write:brands`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["brands_delete"];
        options?: never;
        head?: never;
        /**
         * Change a brand you own
         * @description Scope `write:brands`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        patch: operations["brands_change"];
        trace?: never;
    };
    "/api/v1/brands/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members of a brand you belong to
         * @description Scope `read:brands`.
         */
        get: operations["brandMembers_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member’s role in a brand you belong to
         * @description Scope `read:brands`.
         */
        get: operations["brandMembers_read"];
        /**
         * Invite a user to a brand you own, or give a member another role; admins: make them one
         * @description Scope `write:brands`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        put: operations["brandMembers_put"];
        post?: never;
        /**
         * Leave a brand, or remove a member of one you own
         * @description Scope `write:brands`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["brandMembers_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brand-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the brands that you are invited to
         * @description Scope `read:brands`.
         */
        get: operations["brandInvitations_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brand-invitations/{brand_id}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept to belong to a brand
         * @description Scope `write:brands`.
         */
        post: operations["brandInvitations_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brand-invitations/{brand_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Decline to belong to a brand
         * @description Scope `write:brands`.
         */
        delete: operations["brandInvitations_decline"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the applications that carry a brand you own
         * @description Scope `read:brands`.
         */
        get: operations["brandApplications_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}/applications/{application_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a brand you own off an application; the application stays
         * @description Scope `write:brands`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["brandApplications_detach"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ip-whitelist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the addresses your account may be used from; none: all
         * @description Scope `read:ip-whitelist`.
         */
        get: operations["ownIpWhitelist_list"];
        put?: never;
        /**
         * Add an address or network to those your account may be used from
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["ownIpWhitelist_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ip-whitelist/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say which address the server sees, and what each list decides about it
         * @description Scope `read:ip-whitelist`.
         */
        get: operations["ownIpWhitelist_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ip-whitelist/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an entry of your account; in force at once, for tokens already issued too
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["ownIpWhitelist_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/ip-whitelist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the addresses an account may be used from; none: all
         * @description Scope `read:ip-whitelist`.
         */
        get: operations["userIpWhitelist_list"];
        put?: never;
        /**
         * Add an address or network to those an account may be used from
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["userIpWhitelist_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/ip-whitelist/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an entry of an account; in force at once, for tokens already issued too
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["userIpWhitelist_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/ip-whitelist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the addresses an application may be used from; none: all
         * @description Scope `read:ip-whitelist`.
         */
        get: operations["applicationIpWhitelist_list"];
        put?: never;
        /**
         * Add an address or network to those an application may be used from
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["applicationIpWhitelist_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/ip-whitelist/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an entry of an application; in force at once, for tokens already issued too
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["applicationIpWhitelist_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}/ip-whitelist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the addresses an API key may be used from; none: all
         * @description Scope `read:ip-whitelist`.
         */
        get: operations["apiKeyIpWhitelist_list"];
        put?: never;
        /**
         * Add an address or network to those an API key may be used from
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["apiKeyIpWhitelist_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}/ip-whitelist/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an entry of an API key; in force at once, for tokens already issued too
         * @description Scope `write:ip-whitelist`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["apiKeyIpWhitelist_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your OAuth applications; admins, with read:users: all
         * @description Scope `read:applications`.
         */
        get: operations["applications_list"];
        put?: never;
        /**
         * Create an OAuth application; its secret is shown this once
         * @description Scope `write:applications`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470). Admins only where the setting `DEVELOPERS` says so.
         */
        post: operations["applications_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an OAuth application
         * @description Scope `read:applications`.
         */
        get: operations["applications_read"];
        put?: never;
        post?: never;
        /**
         * Delete an OAuth application with its sign-ins
         * @description Scope `write:applications`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["applications_delete"];
        options?: never;
        head?: never;
        /**
         * Change, disable or enable an OAuth application
         * @description Scope `write:applications`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        patch: operations["applications_change"];
        trace?: never;
    };
    "/api/v1/applications/{id}/end-everything": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End every sign-in and token of an OAuth application, its registration access token, and what it made for people
         * @description Scope `write:applications`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["applications_endEverything"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an application's secrets: when each was made and last used
         * @description Scope `read:applications`.
         */
        get: operations["applicationSecrets_list"];
        put?: never;
        /**
         * Add a secret beside the old ones; it is shown this once
         * @description Scope `write:applications`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["applicationSecrets_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/secrets/{secret_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Retire a secret
         * @description Scope `write:applications`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["applicationSecrets_retire"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened at an OAuth application, newest first
         * @description Scope `read:applications`.
         */
        get: operations["activity_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the tokens of an OAuth application by grant, in the last 30 days
         * @description Scope `read:applications`.
         */
        get: operations["activity_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your API keys
         * @description Scope `read:api-keys`.
         */
        get: operations["apiKeys_list"];
        put?: never;
        /**
         * Create an API key; it is shown this once
         * @description Scope `write:api-keys`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470). Admins only where the setting `DEVELOPERS` says so.
         */
        post: operations["apiKeys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an API key
         * @description Scope `read:api-keys`.
         */
        get: operations["apiKeys_read"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Scope `write:api-keys`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["apiKeys_revoke"];
        options?: never;
        head?: never;
        /**
         * Rename an API key
         * @description Scope `write:api-keys`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        patch: operations["apiKeys_rename"];
        trace?: never;
    };
    "/api/v1/scopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the catalogue of scopes, by name
         * @description Any credential.
         */
        get: operations["scopes_list"];
        put?: never;
        /**
         * Add a scope to the catalogue
         * @description Scope `write:scopes`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["scopes_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scopes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a scope
         * @description Any credential.
         */
        get: operations["scopes_read"];
        put?: never;
        post?: never;
        /**
         * Delete a scope that nothing carries
         * @description Scope `write:scopes`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["scopes_delete"];
        options?: never;
        head?: never;
        /**
         * Change a scope
         * @description Scope `write:scopes`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        patch: operations["scopes_change"];
        trace?: never;
    };
    "/api/v1/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your protected resources; admins, with read:users: all
         * @description Scope `read:resources`.
         */
        get: operations["resources_list"];
        put?: never;
        /**
         * Register a protected resource: an API that accepts this server's tokens
         * @description Scope `write:resources`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["resources_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/resources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a protected resource
         * @description Scope `read:resources`.
         */
        get: operations["resources_read"];
        put?: never;
        post?: never;
        /**
         * Delete a protected resource
         * @description Scope `write:resources`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["resources_delete"];
        options?: never;
        head?: never;
        /**
         * Change a protected resource
         * @description Scope `write:resources`. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        patch: operations["resources_change"];
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's own browser sessions; admins, with read:users: anyone's
         * @description Scope `read:account`.
         */
        get: operations["sessions_list"];
        put?: never;
        post?: never;
        /**
         * End all of one's other browser sessions; admins, with write:users: all of anyone's
         * @description Scope `write:account`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["sessions_endAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your browser sessions; admins, with write:users: any
         * @description Scope `write:account`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["sessions_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's own sign-ins to applications; admins, with read:users: anyone's
         * @description Scope `read:account`.
         */
        get: operations["grants_list"];
        put?: never;
        post?: never;
        /**
         * End all of one's other sign-ins; admins, with write:users: all of anyone's
         * @description Scope `write:account`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["grants_endAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sign-ins, its tokens included; admins, with write:users: any
         * @description Scope `write:account`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["grants_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what you have allowed applications; admins, with read:users: anyone's
         * @description Scope `read:account`.
         */
        get: operations["consents_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take back what you allowed an application, and end your sign-ins to it; admins, with write:users: anyone's
         * @description Scope `write:account`. For what is another person's: A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        delete: operations["consents_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count sign-ins, tokens, refusals and discouraged ways in, by day
         * @description Scope `read:audit-events`. Admins only.
         */
        get: operations["statistics_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what an upgrade changed for applications, to be looked at
         * @description Scope `read:users`. Admins only.
         */
        get: operations["upgradeNotices_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-notices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Set such a notice aside
         * @description Scope `write:users`. Admins only.
         */
        delete: operations["upgradeNotices_dismiss"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit events
         * @description Scope `read:audit-events`. Admins only.
         */
        get: operations["auditEvents_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit events, oldest first, one JSON object a line
         * @description Scope `read:audit-events`. Admins only.
         */
        get: operations["auditEvents_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count the sign-ins and sessions that ending an incident would end
         * @description Scope `read:users`. Admins only.
         */
        post: operations["incidents_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the sign-ins and sessions that an incident may have touched
         * @description Scope `write:users`. Admins only. A session or sign-in of an admin with a second factor must have proved it lately (RFC 9470).
         */
        post: operations["incidents_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        PushedAuthorization: {
            request_uri: string;
            /** @description Seconds. */
            expires_in: number;
        };
        TokenResponse: {
            access_token: string;
            /** @example Bearer */
            token_type: string;
            /** @description Seconds. */
            expires_in: number;
            refresh_token?: string;
            /** @description With the scope `openid`. */
            id_token?: string;
            scope: string;
            /** @description Seconds since 1970. */
            created_at: number;
        };
        Introspection: {
            active: boolean;
            iss?: string;
            sub?: string;
            aud?: string | string[];
            client_id?: string;
            scope?: string;
            username?: string;
            token_type?: string;
            sid?: string;
            jti?: string;
            iat?: number;
            exp?: number;
        };
        DeviceAuthorization: {
            device_code: string;
            user_code: string;
            verification_uri: string;
            verification_uri_complete: string;
            /** @description Seconds. */
            expires_in: number;
            /** @description Seconds between two polls, at least. */
            interval: number;
        };
        JsonWebKeySet: {
            keys: {
                [key: string]: unknown;
            }[];
        };
        UserInfo: {
            sub: string;
            name?: string;
            preferred_username?: string;
            updated_at?: number;
            email?: string;
            email_verified?: boolean;
            given_name?: string;
            family_name?: string;
            middle_name?: string;
            nickname?: string;
            /** Format: uri */
            profile?: string;
            /** Format: uri */
            picture?: string;
            /** Format: uri */
            website?: string;
            gender?: string;
            birthdate?: string;
            zoneinfo?: string;
            locale?: string;
            phone_number?: string;
            phone_number_verified?: boolean;
            address?: {
                formatted?: string;
                street_address?: string;
                locality?: string;
                region?: string;
                postal_code?: string;
                country?: string;
            };
        };
        AccessToken: {
            access_token: string;
            /** @enum {string} */
            token_type: "bearer";
            /** @description Seconds. */
            expires_in: number;
        };
        EnvelopedTokenPair: {
            success: boolean;
            data: {
                access_token: string;
                refresh_token: string;
                /** @example 2024-01-15T10:30:00Z */
                access_expires_at: string;
                /** @example 2024-01-15T10:30:00Z */
                refresh_expires_at: string;
                /** @description The number of the account. */
                client_id: number;
            };
        };
        TokenPair: {
            access_token: string;
            refresh_token: string;
            /** @enum {string} */
            token_type: "Bearer";
            /** @description Seconds. */
            expires_in: number;
        };
        TokenPairWithIdToken: {
            access_token: string;
            refresh_token: string;
            id_token: string;
            /** @enum {string} */
            token_type: "bearer";
            /** @description Seconds. */
            expires_in: number;
        };
        /** @description A signing key, without the key. The public half is in `/.well-known/jwks.json`. */
        SigningKey: {
            kid: string;
            /** @enum {string} */
            alg: "ES256" | "RS256" | "EdDSA";
            /**
             * @description Published but not signing yet; signing; or kept until the last token it signed has expired.
             * @enum {string}
             */
            state: "next" | "current" | "retired";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            signs_from: string;
            /**
             * Format: date-time
             * @description When another key signs in its place: the one published already, or else what SIGNING_KEY_ROTATION_DAYS says. Null once that has happened.
             */
            replaced_at: string | null;
            /** Format: date-time */
            retired_at: string | null;
        };
        User: {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            /** @description True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it. */
            email_self_given?: boolean;
            /** @description The address that the person asked for. Not in force, and told to no application. */
            pending_email?: string;
            username: string | null;
            name: string | null;
            profile: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /** @enum {string} */
            role: "admin" | "member";
            disabled: boolean;
            /** @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do. */
            password_change_required: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * @description What the person can prove beside the password.
             * @example [
             *       "otp"
             *     ]
             */
            second_factors: string[];
            /**
             * Format: date-time
             * @description To a day. Null: never.
             */
            last_sign_in_at: string | null;
            /** @description Addresses the person had before, the last one first; kept for `AUDIT_RETENTION_DAYS`, twenty at most. */
            former_emails: string[];
        };
        /** @description A browser in which the password alone signs in. */
        MyTrustedBrowser: {
            /** Format: uuid */
            id: string;
            /** @description Whether this call was made by it. */
            current: boolean;
            /** @example 203.0.113.7 */
            ip: string | null;
            /** @description The address of the last sign-in by the trust. */
            last_ip: string | null;
            user_agent: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_used_at: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        Brand: {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
            logo_url: string | null;
            primary_color: string | null;
            /** @enum {string|null} */
            second_factor: "off" | "optional" | "required" | null;
            /**
             * @description What you are in it; null: no member.
             * @enum {string|null}
             */
            role: "owner" | "member" | null;
            /** @description The application that made it for its owner: other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        BrandMember: {
            /** Format: uuid */
            user_id: string;
            name: string | null;
            /** @enum {string} */
            role: "owner" | "member";
            /** @description Whether the person accepted; until then it is an invitation, and tells no name. */
            accepted: boolean;
        };
        BrandInvitation: {
            /** Format: uuid */
            brand_id: string;
            brand_name: string;
            /**
             * @description What you would be in it.
             * @enum {string}
             */
            role: "owner" | "member";
            /** @description Differs where the brand has another name, or the role is another; see `If-Match`. */
            version: string;
        };
        BrandApplication: {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** Format: uuid */
            owner_id: string | null;
            owner_name: string | null;
            /** @description Whether its pages show the brand: its owner is an owner of the brand or an admin now, or an admin gave it the brand. */
            shown: boolean;
        };
        OwnIpWhitelist: {
            /** Format: uuid */
            id: string;
            /** @example 203.0.113.7/32 */
            cidr: string;
            note: string;
            /** Format: date-time */
            created_at: string;
        };
        Application: {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "confidential" | "public";
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            /** @description Whether an admin made it or has looked at it; pages say so where none has. */
            confirmed: boolean;
            disabled: boolean;
            /** @description Whether only an admin can enable it again. */
            disabled_by_admin: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: "strict" | "until_successor_used" | number;
            exchange_targets: string[];
            /** @enum {string|null} */
            second_factor: "off" | "optional" | "required" | null;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** @description The application that made it for its owner: it ends with what the owner allowed that application, and other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Differs after every change of the settings; see `If-Match` of a change. */
            version: string;
            /** @enum {string} */
            application_type?: "web" | "native";
            /**
             * Format: uri
             * @description Its home page.
             */
            client_uri?: string;
            /** Format: uri */
            logo_uri?: string;
            /**
             * Format: uri
             * @description How it treats what it learns of people.
             */
            policy_uri?: string;
            /**
             * Format: uri
             * @description Its terms of service.
             */
            tos_uri?: string;
            contacts?: string[];
            software_id?: string;
            software_version?: string;
            /** @description Its public keys (RFC 7517), for `private_key_jwt` and what else it signs. */
            jwks?: {
                keys: {
                    kty: string;
                    crv?: string;
                    x?: string;
                    y?: string;
                    n?: string;
                    e?: string;
                    alg?: string;
                    use?: string;
                    key_ops?: string[];
                    kid?: string;
                    x5c?: string[];
                }[];
            };
            /**
             * Format: uri
             * @description Where it publishes its public keys, instead of `jwks`.
             */
            jwks_uri?: string;
            /**
             * @description The only algorithm its assertions may be signed with.
             * @enum {string}
             */
            token_endpoint_auth_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | "HS256";
            /** @description Whether its client assertions must name the issuer as their only audience, and no endpoint. */
            require_issuer_audience?: boolean;
            /** @description With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others. */
            tls_client_auth_subject_dn?: string;
            tls_client_auth_san_dns?: string;
            tls_client_auth_san_uri?: string;
            tls_client_auth_san_ip?: string;
            tls_client_auth_san_email?: string;
            tls_client_certificate_bound_access_tokens?: boolean;
            /** @description Whether it gets only tokens bound to a key (RFC 9449). */
            dpop_bound_access_tokens?: boolean;
            /** @description Whether it must push its authorization requests (RFC 9126). */
            require_pushed_authorization_requests?: boolean;
            /** @enum {string} */
            request_object_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519";
            require_signed_request_object?: boolean;
            /** @description Where it publishes request objects (RFC 9101); no others are fetched. */
            request_uris?: string[];
            /**
             * @description Without it RS256, which every relying party knows; ES256 under `fapi2`.
             * @enum {string}
             */
            id_token_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.
             * @enum {string}
             */
            id_token_claims?: "by_scope" | "minimal";
            /**
             * @description The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.
             * @enum {string}
             */
            access_token_typ?: "at+jwt" | "JWT";
            /**
             * @description Without it the answer is plain JSON.
             * @enum {string}
             */
            userinfo_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /** @enum {string} */
            introspection_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description `pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.
             * @enum {string}
             */
            subject_type?: "public" | "pairwise";
            /**
             * Format: uri
             * @description A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.
             */
            sector_identifier_uri?: string;
            default_max_age?: number;
            require_auth_time?: boolean;
            default_acr_values?: string[];
            /**
             * Format: uri
             * @description Where it is told of sign-outs, by this server.
             */
            backchannel_logout_uri?: string;
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Loaded by the browser when a person signs out; on the origin of a redirect URI.
             */
            frontchannel_logout_uri?: string;
            frontchannel_logout_session_required?: boolean;
            /**
             * @description Rules the application is held to as a whole. Admins only.
             * @enum {string}
             */
            security_profile?: "fapi2";
            owner_name: string | null;
            brand_name: string | null;
            /**
             * Format: date
             * @description The day of its last token. Null: none for months.
             */
            last_used_on: string | null;
        };
        ApplicationSecret: {
            /** Format: uuid */
            id: string;
            /** @description The last four characters. */
            hint: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
            last_used_ip: string | null;
        };
        /** @description What the owner of an application sees of an event: no person, and no address. */
        Activity: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /** @example application.update */
            action: string;
            /** @enum {string} */
            outcome: "success" | "refused";
            /**
             * @description Who did it, as far as it is told.
             * @enum {string}
             */
            by: "you" | "application" | "another" | "system";
            request_id: string | null;
            /** @description Of a refusal: its code; where it is about the application itself, with the reason. */
            reason: string | null;
            /** @description How many refusals it stands for. */
            count: number;
            /** @description Of a change of the application: `fields`, and as `api_key` the id of your API key by which it was made. Of a refusal about it: `steps` and `compared`. */
            details: {
                [key: string]: unknown;
            } | null;
        };
        ApiKey: {
            /** @example key_0190f3c26d4b7cc1a6a52d0b6e8f4a11 */
            id: string;
            name: string;
            scopes: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of the key. */
            hint: string;
            /** Format: uuid */
            user_id: string;
            ip_whitelist: {
                cidr: string;
                note: string;
            }[];
            /** Format: date-time */
            last_used_at: string | null;
            last_used_ip: string | null;
            /** @description The application that made it for its owner: it ends with what the owner allowed that application, and other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
        };
        Scope: {
            name: string;
            description: string;
            admin_only: boolean;
            /** @description Shipped with the server: it cannot be deleted. */
            built_in: boolean;
            /** Format: date-time */
            created_at: string;
        };
        Resource: {
            /** Format: uuid */
            id: string;
            identifier: string;
            name: string;
            scopes: string[];
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            application_id: string | null;
            /** @enum {string|null} */
            access_token_typ: "at+jwt" | "JWT" | null;
            /** @description The application that made it for its owner: other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A live browser session. */
        Session: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            user_id: string;
            /** @description Whether this call was made with it. */
            current: boolean;
            /**
             * @description RFC 8176
             * @example [
             *       "pwd"
             *     ]
             */
            authentication_methods: string[];
            /** @example 203.0.113.7 */
            ip: string | null;
            user_agent: string | null;
            /** Format: date-time */
            authenticated_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description A live sign-in to an application. */
        Grant: {
            /**
             * Format: uuid
             * @description Also the `sid` of its access tokens.
             */
            id: string;
            /** Format: uuid */
            user_id: string;
            /** @description Whether this call was made with it. */
            current: boolean;
            application: {
                client_id: string;
                name: string;
                /** @description One of the documented sign-in faces. */
                built_in: boolean;
            };
            /**
             * @description Space separated.
             * @example openid read_items
             */
            scope: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last refreshed.
             */
            last_used_at: string | null;
            /**
             * @description Where it began.
             * @example 203.0.113.7
             */
            ip: string | null;
            /** @description Where it was last refreshed from. */
            last_ip: string | null;
            user_agent: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description What a person has allowed an application. */
        Consent: {
            user: {
                /** @description What the application calls the person: the `sub` of its tokens. Where that is pairwise for a host, and no tokens of the person came to the application yet, its owner sees another name, of this list alone. */
                sub: string;
                /**
                 * Format: uuid
                 * @description Null for the application's owner, where the `sub` is pairwise.
                 */
                id: string | null;
                /** @description For the application's owner only where the scope `profile` was allowed. */
                name: string | null;
            };
            application: {
                client_id: string;
                name: string;
            };
            /** @description Everything allowed, at this server or elsewhere. */
            scopes: string[];
            /** @description What of it is for other APIs, by their resource indicators (RFC 8707). */
            resources: {
                resource: string;
                scopes: string[];
            }[];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When something was last added to it.
             */
            updated_at: string;
        };
        UpgradeNotice: {
            /** Format: uuid */
            id: string;
            /**
             * @description `exchange-targets`: the application exchanges tokens, and its `exchange_targets` hold every API there was at the upgrade. `outside-owner-list`: it was last used from an address that its owner’s IP whitelist does not let in, and which is refused since. `reserved-query`: a redirect URI of it has a parameter of the answer (`code`, `state`, …) in its query; it goes on working, but is to be replaced.
             * @enum {string}
             */
            kind: "exchange-targets" | "outside-owner-list" | "reserved-query";
            application: {
                /** Format: uuid */
                id: string;
                client_id: string;
                name: string;
            };
            /** @description Where it was last used from. */
            address: string | null;
            /** Format: date-time */
            at: string | null;
        };
        /** @description A state that changed, or a request that was refused. */
        AuditEvent: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /** @example user.disable */
            action: string;
            /** @enum {string} */
            outcome: "success" | "refused";
            actor: {
                /** @enum {string} */
                type: "user" | "application" | "anonymous" | "system";
                id: string | null;
                /** @description An account’s address, an application’s name. */
                name: string | null;
            };
            client_id: string | null;
            /** @description The application of `client_id`. */
            application: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            target: {
                type: string;
                id: string;
                name: string | null;
            } | null;
            ip: string | null;
            request_id: string | null;
            /** @description The decision and its reason; never a secret. */
            reason: string | null;
            /** @description How many refusals it stands for. `refusal.fold` counts those of a network, application, reason and minute that are not kept each: of requests that proved no credential the first twenty are. */
            count: number;
            /** @description Of a change: which fields, and as `api_key` the id of the API key by which it was made. Of a refusal: `steps`, the checks of its path in order, each with its `check`, `outcome` (`passed`, `failed`, `not_reached`) and perhaps a `note`; `compared`, the `parameter` that does not fit, what was `sent` and what would have been `accepted`; `attempt`, what was attempted. */
            details: {
                [key: string]: unknown;
            } | null;
        };
        HealthLiveAnswer: {
            /** @enum {string} */
            status: "live";
        };
        HealthReadyAnswer: {
            /** @enum {string} */
            status: "ready";
        };
        SigningKeyPage: {
            data: components["schemas"]["SigningKey"][];
            next_cursor: string | null;
        };
        ParPushBody: {
            /** @description Unless the Authorization header names it. */
            client_id?: string;
            client_secret?: string;
            response_type: string;
            redirect_uri?: string;
        };
        TokenBody: {
            /** @description Unless the Authorization header names it. */
            client_id?: string;
            client_secret?: string;
            /** @example authorization_code */
            grant_type: string;
            /** @description Space separated. Without it: the default scopes. */
            scope?: string;
            /** @description With `authorization_code`. */
            code?: string;
            /** @description With `authorization_code`. */
            redirect_uri?: string;
            /** @description With `authorization_code` (RFC 7636). */
            code_verifier?: string;
            /** @description With `refresh_token`. */
            refresh_token?: string;
            /** @description With the device grant (RFC 8628). */
            device_code?: string;
            /** @description With token exchange (RFC 8693): an access token. */
            subject_token?: string;
            /** @example urn:ietf:params:oauth:token-type:access_token */
            subject_token_type?: string;
            /** @description The API the token is for (RFC 8707). */
            resource?: string;
            /** @description With token exchange (RFC 8693): an API, as `resource` names it. */
            audience?: string;
            /** @description With `password`. */
            username?: string;
            /**
             * Format: password
             * @description With `password`.
             */
            password?: string;
            /** @description With `password`, for an account with a second factor: a code of the authenticator app or a recovery code. */
            otp?: string;
        };
        RevokeBody: {
            /** @description Unless the Authorization header names it. */
            client_id?: string;
            client_secret?: string;
            token?: string;
            token_type_hint?: string;
        };
        IntrospectBody: {
            /** @description Unless the Authorization header names it. */
            client_id?: string;
            client_secret?: string;
            token: string;
            token_type_hint?: string;
        };
        DeviceAuthorizationAuthorizeBody: {
            /** @description Unless the Authorization header names it. */
            client_id?: string;
            client_secret?: string;
            scope?: string;
        };
        LoginAccessTokenLoginBody: {
            /** @description E-mail address or user name. */
            username: string;
            /** Format: password */
            password: string;
            /** @description A code of the authenticator app or a recovery code. Only an account with a second factor needs it: without it the right password is answered with 401 `mfa_required`. */
            otp?: string;
            /** @enum {string} */
            grant_type?: "password";
            scope?: string;
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            client_id?: "";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            client_secret?: "";
        };
        AuthLoginBody: {
            /** @description User name or e-mail address. */
            username: string;
            /** Format: password */
            password: string;
            /** @description A code of the authenticator app or a recovery code. Only an account with a second factor needs it: without it the right password is answered with 401 `mfa_required`. */
            otp?: string;
        };
        AuthRefreshBody: {
            refresh_token: string;
        };
        AuthRevokeAnswer: {
            success: boolean;
            data: Record<string, never>;
        };
        AuthRevokeBody: {
            token?: string;
            refresh_token?: string;
        };
        V1AuthLoginBody: {
            email: string;
            /** Format: password */
            password: string;
            /** @description A code of the authenticator app or a recovery code. Only an account with a second factor needs it: without it the right password is answered with 401 `mfa_required`. */
            otp?: string;
        };
        V1SessionLoginAnswer: {
            user: {
                /** Format: uuid */
                id: string;
                email: string;
                name: string | null;
                /** @enum {string} */
                role: "admin" | "member";
            };
            /** Format: date-time */
            expires_at: string;
        };
        V1SessionSecondStepMethodsAnswer: {
            /**
             * @description Of the account: `otp`, an authenticator app; `passkey`.
             * @example [
             *       "otp"
             *     ]
             */
            second_factors: string[];
        };
        V1SessionSecondStepProveBody: {
            /** @description A code of the authenticator app, or a recovery code. */
            otp: string;
            /**
             * @description Trusts this browser for 30 days: the right password signs in without a code, and counts as one factor. Not with a recovery code.
             * @enum {string}
             */
            trust_browser?: "on";
        };
        V1SessionSecondStepBeginAnswer: {
            ticket: string;
            /** @description Base32, for apps without a camera. */
            secret: string;
            /** @description `otpauth://totp/…`, as apps read it. */
            uri: string;
            /** @description The same as a QR code: an SVG element. */
            qr_code: string;
            /** Format: date-time */
            expires_at: string;
        };
        V1SessionSecondStepFinishAnswer: {
            user: {
                /** Format: uuid */
                id: string;
                email: string;
                name: string | null;
                /** @enum {string} */
                role: "admin" | "member";
            };
            /** Format: date-time */
            expires_at: string;
            /** @description Shown this once; each signs in once in place of a code. */
            recovery_codes: string[];
        };
        V1SessionSecondStepFinishBody: {
            /** @description As the set-up began with. */
            ticket: string;
            /** @description The first code that the app shows. */
            code: string;
        };
        ApiV1AuthPasswordBody: {
            /** @description User name or e-mail address. */
            username: string;
            /** Format: password */
            password: string;
            /** @description A code of the authenticator app or a recovery code. Only an account with a second factor needs it: without it the right password is answered with 401 `mfa_required`. */
            otp?: string;
            /** @enum {string} */
            grant_type?: "password";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            scope?: "";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            client_id?: "";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            client_secret?: "";
        };
        ApiV1AuthRefreshBody: {
            refresh_token: string;
            /** @enum {string} */
            grant_type?: "refresh_token";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            scope?: "";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            client_id?: "";
            /**
             * @description Counts as omitted, as some forms send it.
             * @enum {string}
             */
            client_secret?: "";
        };
        /** @description What works on without the person's sign-ins: their API keys, applications of theirs that have credentials of their own or that people have allowed, disabled ones that still have such credentials, and what they have allowed applications, which get codes for it without asking. The newest hundred of each. */
        MyRemainingCredentialsReadAnswer: {
            api_keys: {
                id: string;
                name: string;
                /** @description The last four characters of the key. */
                hint: string;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string | null;
            }[];
            applications: {
                /** Format: uuid */
                id: string;
                client_id: string;
                name: string;
                /** @description Whether it is disabled; its credentials work again once it is enabled. */
                disabled: boolean;
                /** @description How many secrets it has. */
                secrets: number;
                /**
                 * Format: date-time
                 * @description When one of them was last used.
                 */
                last_used_at: string | null;
            }[];
            consents: {
                client_id: string;
                /** @description The application's. */
                name: string;
                scopes: string[];
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When something was last added to it.
                 */
                updated_at: string;
            }[];
        };
        MyAccountReadAnswer: {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            /** @description True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it. */
            email_self_given?: boolean;
            /** @description The address that the person asked for. Not in force, and told to no application. */
            pending_email?: string;
            username: string | null;
            name: string | null;
            profile: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /** @enum {string} */
            role: "admin" | "member";
            disabled: boolean;
            /** @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do. */
            password_change_required: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What you may create here: the setting `DEVELOPERS` says who may. */
            can_create: ("applications" | "api-keys")[];
        };
        MyAccountChangeBody: {
            /**
             * @description Needs `current_password` or `passkey`. Another address stays pending, and the old one in force, until the person proves it by what is mailed to it, or an administrator confirms it.
             * @example ada@example.com
             */
            email?: string;
            /**
             * Format: password
             * @description Needed to change the e-mail address, unless there is a `passkey`.
             */
            current_password?: string;
            /** @description An answer to the challenge of `POST users/me/passkeys/proof`, in place of all other proofs. */
            passkey?: {
                id: string;
                rawId: string;
                type: string;
                response: {
                    clientDataJSON: string;
                    authenticatorData: string;
                    signature: string;
                    userHandle?: string | null;
                };
            };
            /** @description Null drops the pending address; nothing else may be said of it. */
            pending_email?: string | null;
            /**
             * @description Signs in as well as the e-mail address does. In lower case; unique.
             * @example ada
             */
            username?: string | null;
            /** @example Ada Lovelace */
            name?: string | null;
            /** @description Replaces all of it. */
            profile?: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
        };
        MyAccountProveBody: {
            /** @example 271828 */
            code: string;
        };
        MyAccountChangePasswordAnswer: {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            /** @description True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it. */
            email_self_given?: boolean;
            /** @description The address that the person asked for. Not in force, and told to no application. */
            pending_email?: string;
            username: string | null;
            name: string | null;
            profile: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /** @enum {string} */
            role: "admin" | "member";
            disabled: boolean;
            /** @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do. */
            password_change_required: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What works on without the person's sign-ins: their API keys, applications of theirs that have credentials of their own or that people have allowed, disabled ones that still have such credentials, and what they have allowed applications, which get codes for it without asking. The newest hundred of each. */
            remaining: {
                api_keys: {
                    id: string;
                    name: string;
                    /** @description The last four characters of the key. */
                    hint: string;
                    /** Format: date-time */
                    created_at: string;
                    /** Format: date-time */
                    last_used_at: string | null;
                }[];
                applications: {
                    /** Format: uuid */
                    id: string;
                    client_id: string;
                    name: string;
                    /** @description Whether it is disabled; its credentials work again once it is enabled. */
                    disabled: boolean;
                    /** @description How many secrets it has. */
                    secrets: number;
                    /**
                     * Format: date-time
                     * @description When one of them was last used.
                     */
                    last_used_at: string | null;
                }[];
                consents: {
                    client_id: string;
                    /** @description The application's. */
                    name: string;
                    scopes: string[];
                    /** Format: date-time */
                    created_at: string;
                    /**
                     * Format: date-time
                     * @description When something was last added to it.
                     */
                    updated_at: string;
                }[];
            };
        };
        MyAccountChangePasswordBody: {
            /**
             * Format: password
             * @description The present one. Required without `passkey`.
             */
            current_password?: string;
            /** @description An answer to the challenge of `POST users/me/passkeys/proof`, in place of all other proofs. */
            passkey?: {
                id: string;
                rawId: string;
                type: string;
                response: {
                    clientDataJSON: string;
                    authenticatorData: string;
                    signature: string;
                    userHandle?: string | null;
                };
            };
            /**
             * Format: password
             * @description At least 12 characters, or one that is hard to guess; no common password.
             */
            new_password: string;
        };
        UsersCreateAnswer: {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            /** @description True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it. */
            email_self_given?: boolean;
            /** @description The address that the person asked for. Not in force, and told to no application. */
            pending_email?: string;
            username: string | null;
            name: string | null;
            profile: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /** @enum {string} */
            role: "admin" | "member";
            disabled: boolean;
            /** @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do. */
            password_change_required: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        UsersCreateBody: {
            /**
             * @description In lower case; unique.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description Whether the address was proved to be this person's. A changed address is unproved again.
             * @default false
             */
            email_verified?: boolean;
            /**
             * Format: password
             * @description Required unless the person is invited.
             */
            password?: string;
            /**
             * @description Signs in as well as the e-mail address does. In lower case; unique.
             * @example ada
             */
            username?: string | null;
            /** @example Ada Lovelace */
            name?: string | null;
            /**
             * @description What applications may be told beyond that, by the claims of OpenID Connect. A change replaces all of it.
             * @example {
             *       "given_name": "Ada",
             *       "family_name": "Lovelace",
             *       "locale": "en-GB"
             *     }
             */
            profile?: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /**
             * @default member
             * @enum {string}
             */
            role?: "admin" | "member";
            /**
             * @description Mails the person a link to choose a password, in place of one that is set here.
             * @default false
             */
            invite?: boolean;
            /**
             * @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do.
             * @default false
             */
            password_change_required?: boolean;
        };
        UserPage: {
            data: components["schemas"]["User"][];
            next_cursor: string | null;
        };
        UsersChangeAnswer: {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            /** @description True where the person gave the address themselves, before such changes had to be confirmed, and nothing has proved it: applications are not told it. */
            email_self_given?: boolean;
            /** @description The address that the person asked for. Not in force, and told to no application. */
            pending_email?: string;
            username: string | null;
            name: string | null;
            profile: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /** @enum {string} */
            role: "admin" | "member";
            disabled: boolean;
            /** @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do. */
            password_change_required: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What works on without the person's sign-ins: their API keys, applications of theirs that have credentials of their own or that people have allowed, disabled ones that still have such credentials, and what they have allowed applications, which get codes for it without asking. The newest hundred of each. */
            remaining?: {
                api_keys: {
                    id: string;
                    name: string;
                    /** @description The last four characters of the key. */
                    hint: string;
                    /** Format: date-time */
                    created_at: string;
                    /** Format: date-time */
                    last_used_at: string | null;
                }[];
                applications: {
                    /** Format: uuid */
                    id: string;
                    client_id: string;
                    name: string;
                    /** @description Whether it is disabled; its credentials work again once it is enabled. */
                    disabled: boolean;
                    /** @description How many secrets it has. */
                    secrets: number;
                    /**
                     * Format: date-time
                     * @description When one of them was last used.
                     */
                    last_used_at: string | null;
                }[];
                consents: {
                    client_id: string;
                    /** @description The application's. */
                    name: string;
                    scopes: string[];
                    /** Format: date-time */
                    created_at: string;
                    /**
                     * Format: date-time
                     * @description When something was last added to it.
                     */
                    updated_at: string;
                }[];
            };
        };
        UsersChangeBody: {
            /**
             * @description Given the `pending_email`, confirms it. In lower case; unique.
             * @example ada@example.com
             */
            email?: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified?: boolean;
            /** @description Null drops the pending address; nothing else may be said of it. */
            pending_email?: string | null;
            /**
             * @description Signs in as well as the e-mail address does. In lower case; unique.
             * @example ada
             */
            username?: string | null;
            /** @example Ada Lovelace */
            name?: string | null;
            /**
             * @description What applications may be told beyond that, by the claims of OpenID Connect. A change replaces all of it.
             * @example {
             *       "given_name": "Ada",
             *       "family_name": "Lovelace",
             *       "locale": "en-GB"
             *     }
             */
            profile?: {
                given_name?: string;
                family_name?: string;
                middle_name?: string;
                nickname?: string;
                /** Format: uri */
                profile?: string;
                /** Format: uri */
                picture?: string;
                /** Format: uri */
                website?: string;
                gender?: string;
                birthdate?: string;
                zoneinfo?: string;
                locale?: string;
                phone_number?: string;
                phone_number_verified?: boolean;
                address?: {
                    formatted?: string;
                    street_address?: string;
                    locality?: string;
                    region?: string;
                    postal_code?: string;
                    country?: string;
                };
            };
            /**
             * @description Another role ends all sign-ins, sessions, API keys and consents.
             * @enum {string}
             */
            role?: "admin" | "member";
            /** @description Disabling ends all sign-ins, sessions, API keys and consents. */
            disabled?: boolean;
            /**
             * Format: password
             * @description A reset. Ends all sign-ins, sessions, API keys and consents.
             */
            password?: string;
            /** @description Whether the pages and the console ask for a new password at the next sign-in. The documented login faces never do. */
            password_change_required?: boolean;
        };
        UsersMailPasswordBody: {
            /**
             * @description `reset`: good for 30 minutes; `invitation`: for seven days, for who has no password yet.
             * @default reset
             * @enum {string}
             */
            kind?: "reset" | "invitation";
        };
        MailAdminReadAnswer: {
            /** @description False: `SMTP_URL` is not set, and mails become files of the server. */
            set_up: boolean;
            /** @description Mails that are still to be delivered. */
            waiting: number;
        };
        MyFactorsReadAnswer: {
            authenticator: {
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string | null;
            } | null;
            passkeys: {
                /** Format: uuid */
                id: string;
                /** @description Tells its owner which one it is, such as `Laptop`. */
                name: string;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string | null;
                /** @description Whether the key cannot leave its device, as the authenticator says. */
                device_bound: boolean;
            }[];
            /** @description Why this server has no passkeys, in a sentence; null: it has them. */
            passkeys_off: string | null;
            /** @description How many recovery codes are left. */
            recovery_codes: number;
            /** @description In how many browsers the password alone signs in. */
            trusted_browsers: number;
            /** @description The latest ten changes of factors and password. */
            changes: {
                /** Format: date-time */
                at: string;
                /** @description As the audit trail names it. */
                action: string;
                ip: string | null;
            }[];
            /** @description Whether a factor may be added here: not where the setting `SECOND_FACTOR` is `off`. */
            offered: boolean;
        };
        MyFactorsBeginAnswer: {
            /** @description For the `PUT` that finishes it: for this credential alone. */
            ticket: string;
            /** @description Base32, for apps without a camera. */
            secret: string;
            /** @description `otpauth://totp/…`, as apps read it. */
            uri: string;
            /** @description The same as a QR code: an SVG element. */
            qr_code: string;
            /** Format: date-time */
            expires_at: string;
        };
        MyFactorsBeginBody: {
            /**
             * Format: password
             * @description The present one. Required without `passkey`.
             */
            current_password?: string;
            /** @description A code of the authenticator app, or a recovery code. With the password, once there is a second factor. */
            otp?: string;
            /** @description An answer to the challenge of `POST users/me/passkeys/proof`, in place of all other proofs. */
            passkey?: {
                id: string;
                rawId: string;
                type: string;
                response: {
                    clientDataJSON: string;
                    authenticatorData: string;
                    signature: string;
                    userHandle?: string | null;
                };
            };
        };
        MyFactorsFinishAnswer: {
            /** @description Each works once. They are shown this once, and earlier ones do not work any more. */
            recovery_codes: string[];
        };
        MyFactorsFinishBody: {
            /** @description As the enrolment began with. */
            ticket: string;
            /** @description The first code that the app shows. */
            code: string;
        };
        MyFactorsStepUpAnswer: {
            /**
             * Format: date-time
             * @description Until then the session does what takes a fresh second factor.
             */
            fresh_until: string;
        };
        MyFactorsStepUpBody: {
            /** @description A code of the authenticator app, or a recovery code. Required without `passkey`. */
            otp?: string;
            /** @description An answer to the challenge of `POST users/me/passkeys/proof`, in place of all other proofs. */
            passkey?: {
                id: string;
                rawId: string;
                type: string;
                response: {
                    clientDataJSON: string;
                    authenticatorData: string;
                    signature: string;
                    userHandle?: string | null;
                };
            };
        };
        MyPasskeysProveAnswer: {
            /** @description As WebAuthn names them, in JSON. The challenge is good for ten minutes, once. */
            options: {
                [key: string]: unknown;
            };
        };
        MyPasskeysRegisterAnswer: {
            passkey: {
                /** Format: uuid */
                id: string;
                /** @description Tells its owner which one it is, such as `Laptop`. */
                name: string;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string | null;
                /** @description Whether the key cannot leave its device, as the authenticator says. */
                device_bound: boolean;
            };
            /** @description Of an account that had none: each works once, and they are shown this once. */
            recovery_codes: string[] | null;
        };
        MyPasskeysRegisterBody: {
            /** @description Tells its owner which one it is, such as `Laptop`. */
            name: string;
            /** @description What `navigator.credentials.create()` gave, as its `toJSON()` shows it. */
            passkey: {
                id: string;
                rawId: string;
                type: string;
                response: {
                    clientDataJSON: string;
                    attestationObject: string;
                    transports?: string[];
                };
            };
        };
        MyPasskeysRenameBody: {
            /** @description Tells its owner which one it is, such as `Laptop`. */
            name: string;
        };
        MyTrustedBrowserPage: {
            /** @description The newest first; at most twenty. */
            data: components["schemas"]["MyTrustedBrowser"][];
            /** @description Null: there is one page. */
            next_cursor: string | null;
        };
        UserFactorsReadAnswer: {
            authenticator: {
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string | null;
            } | null;
            passkeys: {
                /** Format: uuid */
                id: string;
                /** @description Tells its owner which one it is, such as `Laptop`. */
                name: string;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string | null;
                /** @description Whether the key cannot leave its device, as the authenticator says. */
                device_bound: boolean;
            }[];
            /** @description Why this server has no passkeys, in a sentence; null: it has them. */
            passkeys_off: string | null;
            /** @description How many recovery codes are left. */
            recovery_codes: number;
            /** @description In how many browsers the password alone signs in. */
            trusted_browsers: number;
            /** @description The latest ten changes of factors and password. */
            changes: {
                /** Format: date-time */
                at: string;
                /** @description As the audit trail names it. */
                action: string;
                ip: string | null;
            }[];
        };
        BrandsCreateBody: {
            /** @example Acme */
            name: string;
            /**
             * @description Unique. Without one it is made of the name.
             * @example acme
             */
            slug?: string;
            /**
             * @description An https URL.
             * @example https://cdn.example.com/logo.svg
             */
            logo_url?: string | null;
            /** @example #0a7cff */
            primary_color?: string | null;
            /**
             * @description Whether people need a second factor at the applications that carry it; null: it says nothing. Only admins make it less strict.
             * @enum {string|null}
             */
            second_factor?: "off" | "optional" | "required" | null;
        };
        BrandPage: {
            data: components["schemas"]["Brand"][];
            next_cursor: string | null;
        };
        BrandsChangeBody: {
            /** @example Acme */
            name?: string;
            /**
             * @description Unique.
             * @example acme
             */
            slug?: string;
            /**
             * @description An https URL.
             * @example https://cdn.example.com/logo.svg
             */
            logo_url?: string | null;
            /** @example #0a7cff */
            primary_color?: string | null;
            /**
             * @description Whether people need a second factor at the applications that carry it; null: it says nothing. Only admins make it less strict.
             * @enum {string|null}
             */
            second_factor?: "off" | "optional" | "required" | null;
        };
        BrandMemberPage: {
            data: components["schemas"]["BrandMember"][];
            next_cursor: string | null;
        };
        BrandMembersPutBody: {
            /** @enum {string} */
            role: "owner" | "member";
        };
        BrandInvitationPage: {
            data: components["schemas"]["BrandInvitation"][];
            next_cursor: string | null;
        };
        BrandApplicationPage: {
            data: components["schemas"]["BrandApplication"][];
            next_cursor: string | null;
        };
        OwnIpWhitelistPage: {
            data: components["schemas"]["OwnIpWhitelist"][];
            next_cursor: string | null;
        };
        OwnIpWhitelistAddBody: {
            /**
             * @description An address or CIDR; an address is a /32 or /128.
             * @example 203.0.113.7
             */
            cidr: string;
            /** @default  */
            note?: string;
            /**
             * @description Do it even if it locks out the address you call from.
             * @default false
             */
            force?: boolean;
        };
        OwnIpWhitelistCheckAnswer: {
            /** @description Where this call comes from, as the server sees it. */
            address: string;
            /** @description The address the lists were asked about. */
            checked_address: string;
            /** @description Whether all lists allow it. */
            allowed: boolean;
            lists: {
                /** @enum {string} */
                list: "user" | "application" | "api-key";
                id: string;
                /** @description Whether it has entries at all. */
                restricted: boolean;
                allowed: boolean;
                /** @description The narrowest entry that contains the address; null in a list that the caller may not read. */
                entry: {
                    /** Format: uuid */
                    id: string;
                    /** @example 203.0.113.7/32 */
                    cidr: string;
                    note: string;
                    /** Format: date-time */
                    created_at: string;
                } | null;
            }[];
        };
        ApplicationsCreateAnswer: {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "confidential" | "public";
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            /** @description Whether an admin made it or has looked at it; pages say so where none has. */
            confirmed: boolean;
            disabled: boolean;
            /** @description Whether only an admin can enable it again. */
            disabled_by_admin: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: "strict" | "until_successor_used" | number;
            exchange_targets: string[];
            /** @enum {string|null} */
            second_factor: "off" | "optional" | "required" | null;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** @description The application that made it for its owner: it ends with what the owner allowed that application, and other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Differs after every change of the settings; see `If-Match` of a change. */
            version: string;
            /** @enum {string} */
            application_type?: "web" | "native";
            /**
             * Format: uri
             * @description Its home page.
             */
            client_uri?: string;
            /** Format: uri */
            logo_uri?: string;
            /**
             * Format: uri
             * @description How it treats what it learns of people.
             */
            policy_uri?: string;
            /**
             * Format: uri
             * @description Its terms of service.
             */
            tos_uri?: string;
            contacts?: string[];
            software_id?: string;
            software_version?: string;
            /** @description Its public keys (RFC 7517), for `private_key_jwt` and what else it signs. */
            jwks?: {
                keys: {
                    kty: string;
                    crv?: string;
                    x?: string;
                    y?: string;
                    n?: string;
                    e?: string;
                    alg?: string;
                    use?: string;
                    key_ops?: string[];
                    kid?: string;
                    x5c?: string[];
                }[];
            };
            /**
             * Format: uri
             * @description Where it publishes its public keys, instead of `jwks`.
             */
            jwks_uri?: string;
            /**
             * @description The only algorithm its assertions may be signed with.
             * @enum {string}
             */
            token_endpoint_auth_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | "HS256";
            /** @description Whether its client assertions must name the issuer as their only audience, and no endpoint. */
            require_issuer_audience?: boolean;
            /** @description With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others. */
            tls_client_auth_subject_dn?: string;
            tls_client_auth_san_dns?: string;
            tls_client_auth_san_uri?: string;
            tls_client_auth_san_ip?: string;
            tls_client_auth_san_email?: string;
            tls_client_certificate_bound_access_tokens?: boolean;
            /** @description Whether it gets only tokens bound to a key (RFC 9449). */
            dpop_bound_access_tokens?: boolean;
            /** @description Whether it must push its authorization requests (RFC 9126). */
            require_pushed_authorization_requests?: boolean;
            /** @enum {string} */
            request_object_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519";
            require_signed_request_object?: boolean;
            /** @description Where it publishes request objects (RFC 9101); no others are fetched. */
            request_uris?: string[];
            /**
             * @description Without it RS256, which every relying party knows; ES256 under `fapi2`.
             * @enum {string}
             */
            id_token_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.
             * @enum {string}
             */
            id_token_claims?: "by_scope" | "minimal";
            /**
             * @description The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.
             * @enum {string}
             */
            access_token_typ?: "at+jwt" | "JWT";
            /**
             * @description Without it the answer is plain JSON.
             * @enum {string}
             */
            userinfo_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /** @enum {string} */
            introspection_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description `pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.
             * @enum {string}
             */
            subject_type?: "public" | "pairwise";
            /**
             * Format: uri
             * @description A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.
             */
            sector_identifier_uri?: string;
            default_max_age?: number;
            require_auth_time?: boolean;
            default_acr_values?: string[];
            /**
             * Format: uri
             * @description Where it is told of sign-outs, by this server.
             */
            backchannel_logout_uri?: string;
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Loaded by the browser when a person signs out; on the origin of a redirect URI.
             */
            frontchannel_logout_uri?: string;
            frontchannel_logout_session_required?: boolean;
            /**
             * @description Rules the application is held to as a whole. Admins only.
             * @enum {string}
             */
            security_profile?: "fapi2";
            /** @description Shown this once. Public applications have none. */
            client_secret?: string;
        };
        ApplicationsCreateBody: {
            /**
             * @description Shown on every page about the application.
             * @example Billing
             */
            name: string;
            /**
             * @description What it may ask for.
             * @example [
             *       "read_items",
             *       "write_items"
             *     ]
             */
            scopes: string[];
            /**
             * @description `public`: cannot keep a secret, as apps on phones and in browsers.
             * @default confidential
             * @enum {string}
             */
            type?: "confidential" | "public";
            grant_types?: ("authorization_code" | "refresh_token" | "client_credentials" | "password" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange")[];
            /** @enum {string} */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
            /**
             * @description `https`, `http` on 127.0.0.1, [::1] or localhost (any port then), or a private-use scheme: with a dot, or one that `REDIRECT_SCHEMES` lists.
             * @example [
             *       "https://app.example.com/callback"
             *     ]
             */
            redirect_uris?: string[];
            /** @description Where a browser may be sent after signing out. */
            post_logout_redirect_uris?: string[];
            /** @description What a request without `scope` gets. Empty: all of `scopes`. */
            default_scopes?: string[];
            /**
             * @description Seconds an access token lives; null: the server's setting.
             * @default 7200
             */
            access_token_ttl?: number | null;
            /**
             * @description Seconds a sign-in lives without being refreshed, and at least as long as its access tokens; null: the server's setting.
             * @default null
             */
            refresh_token_ttl?: number | null;
            /** @description How long a used refresh token gives its successor again, for clients that lost the answer. Default: `until_successor_used`. */
            refresh_reuse?: "strict" | "until_successor_used" | number;
            /**
             * @description The protected resources it may exchange tokens for (RFC 8693), by their identifiers; never this server itself. Admins only.
             * @example [
             *       "https://inventory.example.com"
             *     ]
             */
            exchange_targets?: string[];
            /**
             * Format: uuid
             * @description The brand whose name, logo and colour its pages carry.
             * @default null
             */
            brand_id?: string | null;
            /**
             * @description The organisation's own: no consent is asked for. Taking it back ends its sign-ins and tokens, and what it made for people who have not allowed it that. Admins only.
             * @default false
             */
            first_party?: boolean;
            /**
             * @description Whether people need a second factor to sign in to it; null: it says nothing. The strictest of server, role, brand and application counts. Only admins make it less strict.
             * @default null
             * @enum {string|null}
             */
            second_factor?: "off" | "optional" | "required" | null;
            /** @enum {string} */
            application_type?: "web" | "native";
            /**
             * Format: uri
             * @description Its home page.
             */
            client_uri?: string;
            /** Format: uri */
            logo_uri?: string;
            /**
             * Format: uri
             * @description How it treats what it learns of people.
             */
            policy_uri?: string;
            /**
             * Format: uri
             * @description Its terms of service.
             */
            tos_uri?: string;
            contacts?: string[];
            software_id?: string;
            software_version?: string;
            /** @description Its public keys (RFC 7517), for `private_key_jwt` and what else it signs. */
            jwks?: {
                keys: {
                    kty: string;
                    crv?: string;
                    x?: string;
                    y?: string;
                    n?: string;
                    e?: string;
                    alg?: string;
                    use?: string;
                    key_ops?: string[];
                    kid?: string;
                    x5c?: string[];
                }[];
            };
            /**
             * Format: uri
             * @description Where it publishes its public keys, instead of `jwks`.
             */
            jwks_uri?: string;
            /**
             * @description The only algorithm its assertions may be signed with.
             * @enum {string}
             */
            token_endpoint_auth_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | "HS256";
            /** @description Whether its client assertions must name the issuer as their only audience, and no endpoint. */
            require_issuer_audience?: boolean;
            /** @description With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others. */
            tls_client_auth_subject_dn?: string;
            tls_client_auth_san_dns?: string;
            tls_client_auth_san_uri?: string;
            tls_client_auth_san_ip?: string;
            tls_client_auth_san_email?: string;
            tls_client_certificate_bound_access_tokens?: boolean;
            /** @description Whether it gets only tokens bound to a key (RFC 9449). */
            dpop_bound_access_tokens?: boolean;
            /** @description Whether it must push its authorization requests (RFC 9126). */
            require_pushed_authorization_requests?: boolean;
            /** @enum {string} */
            request_object_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519";
            require_signed_request_object?: boolean;
            /** @description Where it publishes request objects (RFC 9101); no others are fetched. */
            request_uris?: string[];
            /**
             * @description Without it RS256, which every relying party knows; ES256 under `fapi2`.
             * @enum {string}
             */
            id_token_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.
             * @enum {string}
             */
            id_token_claims?: "by_scope" | "minimal";
            /**
             * @description The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.
             * @enum {string}
             */
            access_token_typ?: "at+jwt" | "JWT";
            /**
             * @description Without it the answer is plain JSON.
             * @enum {string}
             */
            userinfo_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /** @enum {string} */
            introspection_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description `pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.
             * @enum {string}
             */
            subject_type?: "public" | "pairwise";
            /**
             * Format: uri
             * @description A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.
             */
            sector_identifier_uri?: string;
            default_max_age?: number;
            require_auth_time?: boolean;
            default_acr_values?: string[];
            /**
             * Format: uri
             * @description Where it is told of sign-outs, by this server.
             */
            backchannel_logout_uri?: string;
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Loaded by the browser when a person signs out; on the origin of a redirect URI.
             */
            frontchannel_logout_uri?: string;
            frontchannel_logout_session_required?: boolean;
            /**
             * @description Rules the application is held to as a whole. Admins only.
             * @enum {string}
             */
            security_profile?: "fapi2";
        };
        ApplicationPage: {
            data: components["schemas"]["Application"][];
            next_cursor: string | null;
        };
        ApplicationsReadAnswer: {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "confidential" | "public";
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            /** @description Whether an admin made it or has looked at it; pages say so where none has. */
            confirmed: boolean;
            disabled: boolean;
            /** @description Whether only an admin can enable it again. */
            disabled_by_admin: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: "strict" | "until_successor_used" | number;
            exchange_targets: string[];
            /** @enum {string|null} */
            second_factor: "off" | "optional" | "required" | null;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** @description The application that made it for its owner: it ends with what the owner allowed that application, and other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Differs after every change of the settings; see `If-Match` of a change. */
            version: string;
            /** @enum {string} */
            application_type?: "web" | "native";
            /**
             * Format: uri
             * @description Its home page.
             */
            client_uri?: string;
            /** Format: uri */
            logo_uri?: string;
            /**
             * Format: uri
             * @description How it treats what it learns of people.
             */
            policy_uri?: string;
            /**
             * Format: uri
             * @description Its terms of service.
             */
            tos_uri?: string;
            contacts?: string[];
            software_id?: string;
            software_version?: string;
            /** @description Its public keys (RFC 7517), for `private_key_jwt` and what else it signs. */
            jwks?: {
                keys: {
                    kty: string;
                    crv?: string;
                    x?: string;
                    y?: string;
                    n?: string;
                    e?: string;
                    alg?: string;
                    use?: string;
                    key_ops?: string[];
                    kid?: string;
                    x5c?: string[];
                }[];
            };
            /**
             * Format: uri
             * @description Where it publishes its public keys, instead of `jwks`.
             */
            jwks_uri?: string;
            /**
             * @description The only algorithm its assertions may be signed with.
             * @enum {string}
             */
            token_endpoint_auth_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | "HS256";
            /** @description Whether its client assertions must name the issuer as their only audience, and no endpoint. */
            require_issuer_audience?: boolean;
            /** @description With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others. */
            tls_client_auth_subject_dn?: string;
            tls_client_auth_san_dns?: string;
            tls_client_auth_san_uri?: string;
            tls_client_auth_san_ip?: string;
            tls_client_auth_san_email?: string;
            tls_client_certificate_bound_access_tokens?: boolean;
            /** @description Whether it gets only tokens bound to a key (RFC 9449). */
            dpop_bound_access_tokens?: boolean;
            /** @description Whether it must push its authorization requests (RFC 9126). */
            require_pushed_authorization_requests?: boolean;
            /** @enum {string} */
            request_object_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519";
            require_signed_request_object?: boolean;
            /** @description Where it publishes request objects (RFC 9101); no others are fetched. */
            request_uris?: string[];
            /**
             * @description Without it RS256, which every relying party knows; ES256 under `fapi2`.
             * @enum {string}
             */
            id_token_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.
             * @enum {string}
             */
            id_token_claims?: "by_scope" | "minimal";
            /**
             * @description The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.
             * @enum {string}
             */
            access_token_typ?: "at+jwt" | "JWT";
            /**
             * @description Without it the answer is plain JSON.
             * @enum {string}
             */
            userinfo_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /** @enum {string} */
            introspection_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description `pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.
             * @enum {string}
             */
            subject_type?: "public" | "pairwise";
            /**
             * Format: uri
             * @description A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.
             */
            sector_identifier_uri?: string;
            default_max_age?: number;
            require_auth_time?: boolean;
            default_acr_values?: string[];
            /**
             * Format: uri
             * @description Where it is told of sign-outs, by this server.
             */
            backchannel_logout_uri?: string;
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Loaded by the browser when a person signs out; on the origin of a redirect URI.
             */
            frontchannel_logout_uri?: string;
            frontchannel_logout_session_required?: boolean;
            /**
             * @description Rules the application is held to as a whole. Admins only.
             * @enum {string}
             */
            security_profile?: "fapi2";
        };
        ApplicationsChangeBody: {
            /**
             * @description Shown on every page about the application.
             * @example Billing
             */
            name?: string;
            /**
             * @description What it may ask for.
             * @example [
             *       "read_items",
             *       "write_items"
             *     ]
             */
            scopes?: string[];
            /** @description What a request without `scope` gets. Empty: all of `scopes`. */
            default_scopes?: string[];
            /**
             * @description `https`, `http` on 127.0.0.1, [::1] or localhost (any port then), or a private-use scheme: with a dot, or one that `REDIRECT_SCHEMES` lists.
             * @example [
             *       "https://app.example.com/callback"
             *     ]
             */
            redirect_uris?: string[];
            /** @description Where a browser may be sent after signing out. */
            post_logout_redirect_uris?: string[];
            grant_types?: ("authorization_code" | "refresh_token" | "client_credentials" | "password" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange")[];
            /** @enum {string} */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
            /** @description Seconds an access token lives; null: the server's setting. */
            access_token_ttl?: number | null;
            /** @description Seconds a sign-in lives without being refreshed, and at least as long as its access tokens; null: the server's setting. */
            refresh_token_ttl?: number | null;
            /** @description How long a used refresh token gives its successor again, for clients that lost the answer. */
            refresh_reuse?: "strict" | "until_successor_used" | number;
            /**
             * @description The protected resources it may exchange tokens for (RFC 8693), by their identifiers; never this server itself. Admins only.
             * @example [
             *       "https://inventory.example.com"
             *     ]
             */
            exchange_targets?: string[];
            /**
             * Format: uuid
             * @description The brand whose name, logo and colour its pages carry.
             */
            brand_id?: string | null;
            /** @description The organisation's own: no consent is asked for. Taking it back ends its sign-ins and tokens, and what it made for people who have not allowed it that. Admins only. */
            first_party?: boolean;
            /**
             * @description Whether people need a second factor to sign in to it; null: it says nothing. The strictest of server, role, brand and application counts. Only admins make it less strict.
             * @enum {string|null}
             */
            second_factor?: "off" | "optional" | "required" | null;
            /** @description An admin has looked at it: pages no longer say that none has. Admins only; another name, redirect URI or self-description by any other caller takes it back. */
            confirmed?: boolean;
            /** @description Disabling ends every sign-in and token of the application. */
            disabled?: boolean;
            /** @enum {string|null} */
            application_type?: "web" | "native" | null;
            /**
             * Format: uri
             * @description Its home page.
             */
            client_uri?: string | null;
            /** Format: uri */
            logo_uri?: string | null;
            /**
             * Format: uri
             * @description How it treats what it learns of people.
             */
            policy_uri?: string | null;
            /**
             * Format: uri
             * @description Its terms of service.
             */
            tos_uri?: string | null;
            contacts?: string[] | null;
            software_id?: string | null;
            software_version?: string | null;
            /** @description Its public keys (RFC 7517), for `private_key_jwt` and what else it signs. */
            jwks?: {
                keys: {
                    kty: string;
                    crv?: string;
                    x?: string;
                    y?: string;
                    n?: string;
                    e?: string;
                    alg?: string;
                    use?: string;
                    key_ops?: string[];
                    kid?: string;
                    x5c?: string[];
                }[];
            } | null;
            /**
             * Format: uri
             * @description Where it publishes its public keys, instead of `jwks`.
             */
            jwks_uri?: string | null;
            /**
             * @description The only algorithm its assertions may be signed with.
             * @enum {string|null}
             */
            token_endpoint_auth_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | "HS256" | null;
            /** @description Whether its client assertions must name the issuer as their only audience, and no endpoint. */
            require_issuer_audience?: boolean | null;
            /** @description With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others. */
            tls_client_auth_subject_dn?: string | null;
            tls_client_auth_san_dns?: string | null;
            tls_client_auth_san_uri?: string | null;
            tls_client_auth_san_ip?: (string | null) | (string | null);
            tls_client_auth_san_email?: string | null;
            tls_client_certificate_bound_access_tokens?: boolean | null;
            /** @description Whether it gets only tokens bound to a key (RFC 9449). */
            dpop_bound_access_tokens?: boolean | null;
            /** @description Whether it must push its authorization requests (RFC 9126). */
            require_pushed_authorization_requests?: boolean | null;
            /** @enum {string|null} */
            request_object_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | null;
            require_signed_request_object?: boolean | null;
            /** @description Where it publishes request objects (RFC 9101); no others are fetched. */
            request_uris?: string[] | null;
            /**
             * @description Without it RS256, which every relying party knows; ES256 under `fapi2`.
             * @enum {string|null}
             */
            id_token_signed_response_alg?: "ES256" | "RS256" | "EdDSA" | null;
            /**
             * @description The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.
             * @enum {string|null}
             */
            id_token_claims?: "by_scope" | "minimal" | null;
            /**
             * @description The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.
             * @enum {string|null}
             */
            access_token_typ?: "at+jwt" | "JWT" | null;
            /**
             * @description Without it the answer is plain JSON.
             * @enum {string|null}
             */
            userinfo_signed_response_alg?: "ES256" | "RS256" | "EdDSA" | null;
            /** @enum {string|null} */
            introspection_signed_response_alg?: "ES256" | "RS256" | "EdDSA" | null;
            /**
             * @description `pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.
             * @enum {string|null}
             */
            subject_type?: "public" | "pairwise" | null;
            /**
             * Format: uri
             * @description A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.
             */
            sector_identifier_uri?: string | null;
            default_max_age?: number | null;
            require_auth_time?: boolean | null;
            default_acr_values?: string[] | null;
            /**
             * Format: uri
             * @description Where it is told of sign-outs, by this server.
             */
            backchannel_logout_uri?: string | null;
            backchannel_logout_session_required?: boolean | null;
            /**
             * Format: uri
             * @description Loaded by the browser when a person signs out; on the origin of a redirect URI.
             */
            frontchannel_logout_uri?: string | null;
            frontchannel_logout_session_required?: boolean | null;
            /**
             * @description Rules the application is held to as a whole. Admins only.
             * @enum {string|null}
             */
            security_profile?: "fapi2" | null;
        };
        ApplicationsEndEverythingAnswer: {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "confidential" | "public";
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            /** @description Whether an admin made it or has looked at it; pages say so where none has. */
            confirmed: boolean;
            disabled: boolean;
            /** @description Whether only an admin can enable it again. */
            disabled_by_admin: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: "strict" | "until_successor_used" | number;
            exchange_targets: string[];
            /** @enum {string|null} */
            second_factor: "off" | "optional" | "required" | null;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** @description The application that made it for its owner: it ends with what the owner allowed that application, and other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Differs after every change of the settings; see `If-Match` of a change. */
            version: string;
            /** @enum {string} */
            application_type?: "web" | "native";
            /**
             * Format: uri
             * @description Its home page.
             */
            client_uri?: string;
            /** Format: uri */
            logo_uri?: string;
            /**
             * Format: uri
             * @description How it treats what it learns of people.
             */
            policy_uri?: string;
            /**
             * Format: uri
             * @description Its terms of service.
             */
            tos_uri?: string;
            contacts?: string[];
            software_id?: string;
            software_version?: string;
            /** @description Its public keys (RFC 7517), for `private_key_jwt` and what else it signs. */
            jwks?: {
                keys: {
                    kty: string;
                    crv?: string;
                    x?: string;
                    y?: string;
                    n?: string;
                    e?: string;
                    alg?: string;
                    use?: string;
                    key_ops?: string[];
                    kid?: string;
                    x5c?: string[];
                }[];
            };
            /**
             * Format: uri
             * @description Where it publishes its public keys, instead of `jwks`.
             */
            jwks_uri?: string;
            /**
             * @description The only algorithm its assertions may be signed with.
             * @enum {string}
             */
            token_endpoint_auth_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519" | "HS256";
            /** @description Whether its client assertions must name the issuer as their only audience, and no endpoint. */
            require_issuer_audience?: boolean;
            /** @description With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others. */
            tls_client_auth_subject_dn?: string;
            tls_client_auth_san_dns?: string;
            tls_client_auth_san_uri?: string;
            tls_client_auth_san_ip?: string;
            tls_client_auth_san_email?: string;
            tls_client_certificate_bound_access_tokens?: boolean;
            /** @description Whether it gets only tokens bound to a key (RFC 9449). */
            dpop_bound_access_tokens?: boolean;
            /** @description Whether it must push its authorization requests (RFC 9126). */
            require_pushed_authorization_requests?: boolean;
            /** @enum {string} */
            request_object_signing_alg?: "ES256" | "RS256" | "PS256" | "EdDSA" | "Ed25519";
            require_signed_request_object?: boolean;
            /** @description Where it publishes request objects (RFC 9101); no others are fetched. */
            request_uris?: string[];
            /**
             * @description Without it RS256, which every relying party knows; ES256 under `fapi2`.
             * @enum {string}
             */
            id_token_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.
             * @enum {string}
             */
            id_token_claims?: "by_scope" | "minimal";
            /**
             * @description The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.
             * @enum {string}
             */
            access_token_typ?: "at+jwt" | "JWT";
            /**
             * @description Without it the answer is plain JSON.
             * @enum {string}
             */
            userinfo_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /** @enum {string} */
            introspection_signed_response_alg?: "ES256" | "RS256" | "EdDSA";
            /**
             * @description `pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.
             * @enum {string}
             */
            subject_type?: "public" | "pairwise";
            /**
             * Format: uri
             * @description A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.
             */
            sector_identifier_uri?: string;
            default_max_age?: number;
            require_auth_time?: boolean;
            default_acr_values?: string[];
            /**
             * Format: uri
             * @description Where it is told of sign-outs, by this server.
             */
            backchannel_logout_uri?: string;
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Loaded by the browser when a person signs out; on the origin of a redirect URI.
             */
            frontchannel_logout_uri?: string;
            frontchannel_logout_session_required?: boolean;
            /**
             * @description Rules the application is held to as a whole. Admins only.
             * @enum {string}
             */
            security_profile?: "fapi2";
            /** @description API keys that it had made for people, and that were revoked. */
            made_api_keys: number;
            /** @description Applications that it had made for people, and that were disabled. */
            made_applications: number;
        };
        ApplicationSecretPage: {
            data: components["schemas"]["ApplicationSecret"][];
            next_cursor: string | null;
        };
        ApplicationSecretsAddAnswer: {
            /** Format: uuid */
            id: string;
            /** @description The last four characters. */
            hint: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
            last_used_ip: string | null;
            /** @description Shown this once. */
            client_secret: string;
        };
        ApplicationSecretsAddBody: {
            /**
             * Format: date-time
             * @description When it stops working; null: never.
             * @default null
             */
            expires_at?: string | null;
        };
        ActivityPage: {
            data: components["schemas"]["Activity"][];
            next_cursor: string | null;
        };
        ActivityUsageAnswer: {
            tokens_by_grant: {
                grant: string;
                count: number;
                /** Format: date */
                last_day: string;
            }[];
            /** @description Ways in that are better retired. */
            discouraged: {
                /** @example password_grant */
                what: string;
                count: number;
                /** Format: date */
                last_day: string;
            }[];
            /**
             * Format: date
             * @description The day of its last token.
             */
            last_used_on: string | null;
        };
        ApiKeysCreateAnswer: {
            /** @example key_0190f3c26d4b7cc1a6a52d0b6e8f4a11 */
            id: string;
            name: string;
            scopes: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of the key. */
            hint: string;
            /** Format: uuid */
            user_id: string;
            ip_whitelist: {
                cidr: string;
                note: string;
            }[];
            /** Format: date-time */
            last_used_at: string | null;
            last_used_ip: string | null;
            /** @description The application that made it for its owner: it ends with what the owner allowed that application, and other applications that act for the owner do not change it. Null: the owner made it. */
            made_by: {
                /** @description Null: an application that the caller is not told. */
                client_id: string | null;
                /** @description Null: it is gone. */
                name: string | null;
                /**
                 * Format: uuid
                 * @description For callers who may see that application.
                 */
                id: string | null;
            } | null;
            /**
             * @description Shown this once.
             * @example sk_live_…
             */
            key: string;
        };
        ApiKeysCreateBody: {
            /** @example Production API Key */
            name: string;
            /**
             * @description What it may be used for: no more than the credential that makes it.
             * @example [
             *       "read:resources",
             *       "write:resources"
             *     ]
             */
            scopes: string[];
            /**
             * Format: date-time
             * @description When it stops working; null: never, or with the API key that makes it.
             * @default null
             */
            expires_at?: string | null;
            /** @description Where the key may be used from; empty: from everywhere, or where the API key that makes it may be. */
            ip_whitelist?: {
                /**
                 * @description An address or CIDR.
                 * @example 203.0.113.7
                 */
                cidr: string;
                /**
                 * @default
                 * @example the office
                 */
                note?: string;
            }[];
        };
        ApiKeyPage: {
            data: components["schemas"]["ApiKey"][];
            next_cursor: string | null;
        };
        ApiKeysRenameBody: {
            /** @example Production API Key */
            name: string;
        };
        ScopePage: {
            data: components["schemas"]["Scope"][];
            next_cursor: string | null;
        };
        ScopesCreateBody: {
            /** @example read_items */
            name: string;
            /**
             * @description What it allows, as the consent page says it.
             * @example Read items
             */
            description: string;
            /**
             * @description Whether only an admin's credential may carry it.
             * @default false
             */
            admin_only?: boolean;
        };
        ScopesChangeBody: {
            /**
             * @description What it allows, as the consent page says it.
             * @example Read items
             */
            description?: string;
            /** @description Whether only an admin's credential may carry it. */
            admin_only?: boolean;
        };
        ResourcePage: {
            data: components["schemas"]["Resource"][];
            next_cursor: string | null;
        };
        ResourcesCreateBody: {
            /**
             * @description The absolute URI that clients send as `resource` and tokens name as their audience (RFC 8707).
             * @example https://api.example.com
             */
            identifier: string;
            /** @example Billing API */
            name: string;
            /**
             * @description The scopes it understands.
             * @example [
             *       "read_items"
             *     ]
             */
            scopes?: string[];
            /**
             * Format: uuid
             * @description The application that is this API, and may exchange tokens for it (RFC 8693); null: any of its owner's.
             * @default null
             */
            application_id?: string | null;
            /**
             * @description The `typ` of the access tokens for it: `JWT` if it refuses `at+jwt` of RFC 9068; null: as the application says, whose default is `at+jwt`. Of several resources in one token, one that says `JWT` decides.
             * @default null
             * @enum {string|null}
             */
            access_token_typ?: "at+jwt" | "JWT" | null;
        };
        ResourcesChangeBody: {
            /**
             * @description The absolute URI that clients send as `resource` and tokens name as their audience (RFC 8707).
             * @example https://api.example.com
             */
            identifier?: string;
            /** @example Billing API */
            name?: string;
            /**
             * @description The scopes it understands.
             * @example [
             *       "read_items"
             *     ]
             */
            scopes?: string[];
            /**
             * Format: uuid
             * @description The application that is this API, and may exchange tokens for it (RFC 8693); null: any of its owner's.
             */
            application_id?: string | null;
            /**
             * @description The `typ` of the access tokens for it: `JWT` if it refuses `at+jwt` of RFC 9068; null: as the application says, whose default is `at+jwt`. Of several resources in one token, one that says `JWT` decides.
             * @enum {string|null}
             */
            access_token_typ?: "at+jwt" | "JWT" | null;
        };
        SessionPage: {
            data: components["schemas"]["Session"][];
            next_cursor: string | null;
        };
        GrantPage: {
            data: components["schemas"]["Grant"][];
            next_cursor: string | null;
        };
        ConsentPage: {
            data: components["schemas"]["Consent"][];
            next_cursor: string | null;
        };
        StatisticsReadAnswer: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description Of now. */
            totals: {
                users: number;
                disabled_users: number;
                applications: number;
                disabled_applications: number;
            };
            /** @description Oldest first. */
            days: {
                /** Format: date */
                day: string;
                sign_ins: number;
                /** @description Alive at the end of the day; of today: now. */
                active_sign_ins: number;
                refusals: number;
                /** @description Used refresh tokens that gave their successor again. */
                refresh_retries: number;
                /** @description Tokens and codes used again too late; each ended a sign-in. */
                replays: number;
            }[];
            tokens_by_grant: {
                grant: string;
                count: number;
            }[];
            refusals_by_reason: {
                reason: string;
                count: number;
            }[];
            /** @description Who still takes a way in that is better retired, most used first. */
            discouraged: {
                /** @example password_grant */
                what: string;
                /** @description A `client_id`, or an API key's id. */
                subject: string;
                name: string | null;
                /** Format: uuid */
                application_id: string | null;
                count: number;
                /** Format: date */
                last_day: string;
            }[];
        };
        UpgradeNoticePage: {
            data: components["schemas"]["UpgradeNotice"][];
            /** @description Null: there is one page. */
            next_cursor: string | null;
        };
        AuditEventPage: {
            data: components["schemas"]["AuditEvent"][];
            next_cursor: string | null;
        };
        IncidentsPreviewAnswer: {
            /** @description Live sign-ins to applications, with their tokens. */
            sign_ins: number;
            /** @description Live browser sessions; 0 with a `client_id`. */
            sessions: number;
            /** @description API keys that the application made for people; 0 without a `client_id`, and with `ip` or `before`. */
            made_api_keys: number;
            /** @description Applications that the application made for people; 0 without a `client_id`, and with `ip` or `before`. */
            made_applications: number;
        };
        /** @description All that is given must match; at least one must be given. */
        IncidentsPreviewBody: {
            /**
             * Format: uuid
             * @description This user's.
             */
            user_id?: string;
            /** @description To this application. */
            client_id?: string;
            /**
             * @description Begun or last refreshed from this address or CIDR.
             * @example 203.0.113.7
             */
            ip?: string;
            /**
             * Format: date-time
             * @description Begun before this time.
             * @example 2024-01-15T10:30:00Z
             */
            before?: string;
        };
        /** @description RFC 9457. */
        Problem: {
            /** @enum {string} */
            type: "about:blank";
            title: string;
            status: number;
            /** @example Not enough permissions */
            detail: string;
            errors?: {
                field: string;
                message: string;
            }[];
            request_id: string;
        };
        OAuthError: {
            /** @example invalid_grant */
            error: string;
            error_description?: string;
        };
        Detail: {
            /** @example Incorrect email or password */
            detail: string;
        };
        EnvelopedError: {
            error: {
                /** @example UnauthorizedError */
                name: string;
                /** @example UNAUTHORIZED */
                code: string;
                message: string;
                details?: {
                    field: string;
                    message: string;
                }[];
            };
        };
    };
    responses: {
        /** @description Any other refusal */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Bad Request */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Unauthorized */
        Problem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Forbidden */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Conflict */
        Problem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not Found */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Bad Request */
        OAuthError400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Unauthorized */
        OAuthError401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Forbidden */
        OAuthError403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Any other refusal */
        OAuthError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Too Many Requests */
        OAuthError429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description Bad Request */
        Detail400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description Unauthorized */
        Detail401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description Forbidden */
        Detail403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description Too Many Requests */
        Detail429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description Any other refusal */
        Detail: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Detail"];
            };
        };
        /** @description Bad Request */
        EnvelopedError400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EnvelopedError"];
            };
        };
        /** @description Unauthorized */
        EnvelopedError401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EnvelopedError"];
            };
        };
        /** @description Forbidden */
        EnvelopedError403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EnvelopedError"];
            };
        };
        /** @description Too Many Requests */
        EnvelopedError429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EnvelopedError"];
            };
        };
        /** @description Any other refusal */
        EnvelopedError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EnvelopedError"];
            };
        };
        /** @description Too Many Requests */
        Problem429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not Found */
        OAuthError404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signingKeys_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    signingKeys_rotate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKey"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    signingKeys_withdraw: {
        parameters: {
            query?: {
                /** @description Removes a key that has signed at once, which ends every token it signed. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description The `kid`. */
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    loginAccessToken_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["LoginAccessTokenLoginBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            400: components["responses"]["Detail400"];
            401: components["responses"]["Detail401"];
            403: components["responses"]["Detail403"];
            429: components["responses"]["Detail429"];
            default: components["responses"]["Detail"];
        };
    };
    apiV1Auth_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ApiV1AuthPasswordBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPairWithIdToken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["Problem"];
        };
    };
    apiV1Auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ApiV1AuthRefreshBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPairWithIdToken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    myRemainingCredentials_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyRemainingCredentialsReadAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    myRemainingCredentials_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyRemainingCredentialsReadAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    remainingCredentials_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyRemainingCredentialsReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    remainingCredentials_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyRemainingCredentialsReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myAccount_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAccountReadAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    myAccount_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyAccountChangeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAccountReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myAccount_sendProof: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myAccount_prove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyAccountProveBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAccountReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myAccount_changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyAccountChangePasswordBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAccountChangePasswordAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    users_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Part of the e-mail address, user name or name, or of an address the person had before. */
                q?: string;
                /** @description The present e-mail address or user name, in full: finds one account at most. */
                login?: string;
                role?: "admin" | "member";
                disabled?: "true" | "false";
                sort?: "newest" | "email" | "last_sign_in";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    users_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsersCreateBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersCreateAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    users_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    users_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    users_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsersChangeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersChangeAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    users_mailPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsersMailPasswordBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    mailAdmin_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAdminReadAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    mailAdmin_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAdminReadAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myFactors_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFactorsReadAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    myFactors_finish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsFinishBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFactorsFinishAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myFactors_begin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsBeginBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFactorsBeginAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myFactors_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsBeginBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myFactors_stepUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsStepUpBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFactorsStepUpAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myFactors_newRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsBeginBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFactorsFinishAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myPasskeys_prove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyPasskeysProveAnswer"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myPasskeys_begin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsBeginBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyPasskeysProveAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myPasskeys_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyPasskeysRegisterBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyPasskeysRegisterAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myPasskeys_rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyPasskeysRenameBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myPasskeys_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyFactorsBeginBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myTrustedBrowsers_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyTrustedBrowserPage"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    myTrustedBrowsers_removeAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    myTrustedBrowsers_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                browserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    userFactors_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserFactorsReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    userFactors_reset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brands_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    brands_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandsCreateBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brands_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    brands_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brands_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandsChangeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brandMembers_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandMemberPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    brandMembers_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandMember"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    brandMembers_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandMembersPutBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandMember"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brandMembers_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brandInvitations_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandInvitationPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    brandInvitations_accept: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `version` that was read, in quotes: another one is answered with 412, and nothing changes. */
                "If-Match"?: string;
            };
            path: {
                /** @description A UUID. */
                brand_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brandInvitations_decline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                brand_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    brandApplications_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandApplicationPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    brandApplications_detach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                application_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    ownIpWhitelist_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelistPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    ownIpWhitelist_add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnIpWhitelistAddBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelist"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    ownIpWhitelist_check: {
        parameters: {
            query?: {
                /** @description Another address than the one you call from. */
                address?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelistCheckAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    ownIpWhitelist_remove: {
        parameters: {
            query?: {
                /** @description Do it even if it locks out the address you call from. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description A UUID. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    userIpWhitelist_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelistPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    userIpWhitelist_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnIpWhitelistAddBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelist"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    userIpWhitelist_remove: {
        parameters: {
            query?: {
                /** @description Do it even if it locks out the address you call from. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applicationIpWhitelist_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelistPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    applicationIpWhitelist_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnIpWhitelistAddBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelist"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applicationIpWhitelist_remove: {
        parameters: {
            query?: {
                /** @description Do it even if it locks out the address you call from. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeyIpWhitelist_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `key_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelistPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeyIpWhitelist_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `key_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnIpWhitelistAddBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnIpWhitelist"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeyIpWhitelist_remove: {
        parameters: {
            query?: {
                /** @description Do it even if it locks out the address you call from. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description `key_…` */
                id: string;
                /** @description A UUID. */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applications_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only the applications of this user. */
                user_id?: string;
                /** @description Part of the name, or the `client_id`. */
                q?: string;
                type?: "confidential" | "public";
                disabled?: "true" | "false";
                sort?: "newest" | "name";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    applications_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationsCreateBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationsCreateAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applications_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationsReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    applications_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `version` that was read, in quotes: another one is answered with 412, and nothing changes. */
                "If-Match"?: string;
            };
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applications_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `version` that was read, in quotes: another one is answered with 412, and nothing changes. */
                "If-Match"?: string;
            };
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationsChangeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationsReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applications_endEverything: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationsEndEverythingAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applicationSecrets_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationSecretPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    applicationSecrets_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationSecretsAddBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationSecretsAddAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    applicationSecrets_retire: {
        parameters: {
            query?: {
                /** @description Retire it even if it is the last that works. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
                /** @description A UUID. */
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    activity_events: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                outcome?: "success" | "refused";
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    activity_usage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityUsageAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeys_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Admins: this user's. Without it: the caller's own. */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeys_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeysCreateBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeysCreateAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeys_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An API key's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeys_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An API key's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    apiKeys_rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An API key's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeysRenameBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    scopes_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    scopes_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScopesCreateBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scope"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    scopes_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scope"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    scopes_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    scopes_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScopesChangeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scope"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    resources_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only the resources of this user. */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourcePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    resources_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResourcesCreateBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    resources_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            default: components["responses"]["Problem"];
        };
    };
    resources_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    resources_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResourcesChangeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    sessions_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Admins: this user's. Without it: the caller's own. */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    sessions_endAll: {
        parameters: {
            query?: {
                /** @description Admins: this user's. Without it: the caller's own. */
                user_id?: string;
                /** @description Whether the session that makes this call ends too. */
                include_current?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    sessions_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    grants_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Admins: this user's. Without it: the caller's own, or for admins who give `client_id` everyone's. */
                user_id?: string;
                /** @description Only sign-ins to this application. */
                client_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    grants_endAll: {
        parameters: {
            query?: {
                /** @description Admins: this user's. Without it: the caller's own. */
                user_id?: string;
                /** @description Only sign-ins to this application. */
                client_id?: string;
                /** @description Whether the sign-in that makes this call ends too. */
                include_current?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    grants_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    consents_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Admins: this user's. Without it: the caller's own. */
                user_id?: string;
                /** @description For its owner and admins: everyone's to this application. For others: their own. */
                client_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    consents_revoke: {
        parameters: {
            query?: {
                /** @description Admins: this user's. Without it: the caller's own. */
                user_id?: string;
            };
            header?: never;
            path: {
                /** @description The `client_id`. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    statistics_read: {
        parameters: {
            query?: {
                /** @description How many days, today included (UTC). */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsReadAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    upgradeNotices_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpgradeNoticePage"];
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    upgradeNotices_dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    auditEvents_list: {
        parameters: {
            query?: {
                /** @description How many to return. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description The beginning of an e-mail address, also of a former one, of a user name, of a word of a person’s name or of an application’s name, a part of an action, or any id, in full. */
                q?: string;
                /** @description `sign-in`: every attempt to sign in, good or refused. */
                attempt?: "sign-in";
                /** @description The actor: a user’s id, a `client_id`, or a login that no account has. */
                actor?: string;
                action?: string;
                outcome?: "success" | "refused";
                /** @description The id of what it was done to. */
                target?: string;
                client_id?: string;
                /** @description An address or CIDR. */
                ip?: string;
                request_id?: string;
                /** @description From this time on. */
                from?: string;
                /** @description Before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    auditEvents_export: {
        parameters: {
            query?: {
                /** @description The beginning of an e-mail address, also of a former one, of a user name, of a word of a person’s name or of an application’s name, a part of an action, or any id, in full. */
                q?: string;
                /** @description `sign-in`: every attempt to sign in, good or refused. */
                attempt?: "sign-in";
                /** @description The actor: a user’s id, a `client_id`, or a login that no account has. */
                actor?: string;
                action?: string;
                outcome?: "success" | "refused";
                /** @description The id of what it was done to. */
                target?: string;
                client_id?: string;
                /** @description An address or CIDR. */
                ip?: string;
                request_id?: string;
                /** @description From this time on. */
                from?: string;
                /** @description Before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            default: components["responses"]["Problem"];
        };
    };
    incidents_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentsPreviewBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentsPreviewAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
    incidents_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentsPreviewBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentsPreviewAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            default: components["responses"]["Problem"];
        };
    };
}
