// Generated from docs/reference/openapi.json by npm run references.

export interface paths {
  '/api/v1/signing-keys': {
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
    get: operations['SigningKeysController_list[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/signing-keys/rotate': {
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
     * @description Scope `write:signing-keys`. Admins only.
     */
    post: operations['SigningKeysController_rotate[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/signing-keys/{kid}': {
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
     * @description Scope `write:signing-keys`. Admins only.
     */
    delete: operations['SigningKeysController_withdraw[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/login/access-token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['LoginAccessTokenController_login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ApiV1AuthController_password'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ApiV1AuthController_refresh'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/me': {
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
    get: operations['MyAccountController_read[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change your account
     * @description Scope `write:account`.
     */
    patch: operations['MyAccountController_change[0]'];
    trace?: never;
  };
  '/api/v1/users/me/password': {
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
    put: operations['MyAccountController_changePassword[0]'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users': {
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
    get: operations['UsersController_list[0]'];
    put?: never;
    /**
     * Create a user
     * @description Scope `write:users`. Admins only.
     */
    post: operations['UsersController_create[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}': {
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
    get: operations['UsersController_read[0]'];
    put?: never;
    post?: never;
    /**
     * Delete a user with everything they own
     * @description Scope `write:users`. Admins only.
     */
    delete: operations['UsersController_delete[0]'];
    options?: never;
    head?: never;
    /**
     * Change, disable or enable a user, or reset a password
     * @description Scope `write:users`. Admins only.
     */
    patch: operations['UsersController_change[0]'];
    trace?: never;
  };
  '/api/v1/brands': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your brands; admins: all
     * @description Scope `read:brands`.
     */
    get: operations['BrandsController_list[0]'];
    put?: never;
    /**
     * Create a brand and become its owner
     * @description Scope `write:brands`.
     */
    post: operations['BrandsController_create[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/brands/{id}': {
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
    get: operations['BrandsController_read[0]'];
    put?: never;
    post?: never;
    /**
     * Delete a brand you own; its applications stay
     * @description Scope `write:brands`.
     */
    delete: operations['BrandsController_delete[0]'];
    options?: never;
    head?: never;
    /**
     * Change a brand you own
     * @description Scope `write:brands`.
     */
    patch: operations['BrandsController_change[0]'];
    trace?: never;
  };
  '/api/v1/brands/{id}/members': {
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
    get: operations['BrandMembersController_list[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/brands/{id}/members/{user_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what somebody is in a brand you belong to
     * @description Scope `read:brands`.
     */
    get: operations['BrandMembersController_read[0]'];
    /**
     * Make somebody a member or owner of a brand you own
     * @description Scope `write:brands`.
     */
    put: operations['BrandMembersController_put[0]'];
    post?: never;
    /**
     * Leave a brand, or remove a member of one you own
     * @description Scope `write:brands`.
     */
    delete: operations['BrandMembersController_remove[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/ip-whitelist': {
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
    get: operations['OwnIpWhitelistController_list[0]'];
    put?: never;
    /**
     * Add an address or network to those your account may be used from
     * @description Scope `write:ip-whitelist`.
     */
    post: operations['OwnIpWhitelistController_add[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/ip-whitelist/check': {
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
    get: operations['OwnIpWhitelistController_check[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/ip-whitelist/{entry_id}': {
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
     * @description Scope `write:ip-whitelist`.
     */
    delete: operations['OwnIpWhitelistController_remove[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/ip-whitelist': {
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
    get: operations['UserIpWhitelistController_list[0]'];
    put?: never;
    /**
     * Add an address or network to those an account may be used from
     * @description Scope `write:ip-whitelist`.
     */
    post: operations['UserIpWhitelistController_add[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/ip-whitelist/{entry_id}': {
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
     * @description Scope `write:ip-whitelist`.
     */
    delete: operations['UserIpWhitelistController_remove[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/applications/{id}/ip-whitelist': {
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
    get: operations['ApplicationIpWhitelistController_list[0]'];
    put?: never;
    /**
     * Add an address or network to those an application may be used from
     * @description Scope `write:ip-whitelist`.
     */
    post: operations['ApplicationIpWhitelistController_add[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/applications/{id}/ip-whitelist/{entry_id}': {
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
     * @description Scope `write:ip-whitelist`.
     */
    delete: operations['ApplicationIpWhitelistController_remove[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-keys/{id}/ip-whitelist': {
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
    get: operations['ApiKeyIpWhitelistController_list[0]'];
    put?: never;
    /**
     * Add an address or network to those an API key may be used from
     * @description Scope `write:ip-whitelist`.
     */
    post: operations['ApiKeyIpWhitelistController_add[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-keys/{id}/ip-whitelist/{entry_id}': {
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
     * @description Scope `write:ip-whitelist`.
     */
    delete: operations['ApiKeyIpWhitelistController_remove[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/applications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your OAuth applications; admins: all
     * @description Scope `read:applications`.
     */
    get: operations['ApplicationsController_list[0]'];
    put?: never;
    /**
     * Create an OAuth application; its secret is shown this once
     * @description Scope `write:applications`.
     */
    post: operations['ApplicationsController_create[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/applications/{id}': {
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
    get: operations['ApplicationsController_read[0]'];
    put?: never;
    post?: never;
    /**
     * Delete an OAuth application with its sign-ins
     * @description Scope `write:applications`.
     */
    delete: operations['ApplicationsController_delete[0]'];
    options?: never;
    head?: never;
    /**
     * Change, disable or enable an OAuth application
     * @description Scope `write:applications`.
     */
    patch: operations['ApplicationsController_change[0]'];
    trace?: never;
  };
  '/api/v1/applications/{id}/end-everything': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End every sign-in and token of an OAuth application
     * @description Scope `write:applications`.
     */
    post: operations['ApplicationsController_endEverything[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/applications/{id}/secrets': {
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
    get: operations['ApplicationSecretsController_list[0]'];
    put?: never;
    /**
     * Add a secret beside the old ones; it is shown this once
     * @description Scope `write:applications`.
     */
    post: operations['ApplicationSecretsController_add[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/applications/{id}/secrets/{secret_id}': {
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
     * @description Scope `write:applications`.
     */
    delete: operations['ApplicationSecretsController_retire[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-keys': {
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
    get: operations['ApiKeysController_list[0]'];
    put?: never;
    /**
     * Create an API key; it is shown this once
     * @description Scope `write:api-keys`.
     */
    post: operations['ApiKeysController_create[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-keys/{id}': {
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
    get: operations['ApiKeysController_read[0]'];
    put?: never;
    post?: never;
    /**
     * Revoke an API key
     * @description Scope `write:api-keys`.
     */
    delete: operations['ApiKeysController_revoke[0]'];
    options?: never;
    head?: never;
    /**
     * Rename an API key
     * @description Scope `write:api-keys`.
     */
    patch: operations['ApiKeysController_rename[0]'];
    trace?: never;
  };
  '/api/v1/scopes': {
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
    get: operations['ScopesController_list[0]'];
    put?: never;
    /**
     * Add a scope to the catalogue
     * @description Scope `write:scopes`. Admins only.
     */
    post: operations['ScopesController_create[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/scopes/{name}': {
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
    get: operations['ScopesController_read[0]'];
    put?: never;
    post?: never;
    /**
     * Delete a scope that nothing carries
     * @description Scope `write:scopes`. Admins only.
     */
    delete: operations['ScopesController_delete[0]'];
    options?: never;
    head?: never;
    /**
     * Change a scope
     * @description Scope `write:scopes`. Admins only.
     */
    patch: operations['ScopesController_change[0]'];
    trace?: never;
  };
  '/api/v1/resources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your protected resources; admins: all
     * @description Scope `read:resources`.
     */
    get: operations['ResourcesController_list[0]'];
    put?: never;
    /**
     * Register a protected resource: an API that accepts this server's tokens
     * @description Scope `write:resources`.
     */
    post: operations['ResourcesController_create[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/resources/{id}': {
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
    get: operations['ResourcesController_read[0]'];
    put?: never;
    post?: never;
    /**
     * Delete a protected resource
     * @description Scope `write:resources`.
     */
    delete: operations['ResourcesController_delete[0]'];
    options?: never;
    head?: never;
    /**
     * Change a protected resource
     * @description Scope `write:resources`.
     */
    patch: operations['ResourcesController_change[0]'];
    trace?: never;
  };
  '/api/v1/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List one's own browser sessions; admins: anyone's
     * @description Scope `read:account`.
     */
    get: operations['SessionsController_list[0]'];
    put?: never;
    post?: never;
    /**
     * End all of one's other browser sessions; admins: all of anyone's
     * @description Scope `write:account`.
     */
    delete: operations['SessionsController_endAll[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions/{id}': {
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
     * End one of one's own browser sessions; admins: anyone's
     * @description Scope `write:account`.
     */
    delete: operations['SessionsController_end[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/grants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List one's own sign-ins to applications; admins: anyone's
     * @description Scope `read:account`.
     */
    get: operations['GrantsController_list[0]'];
    put?: never;
    post?: never;
    /**
     * End all of one's other sign-ins; admins: all of anyone's
     * @description Scope `write:account`.
     */
    delete: operations['GrantsController_endAll[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/grants/{id}': {
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
     * End one of one's own sign-ins, its tokens included; admins: anyone's
     * @description Scope `write:account`.
     */
    delete: operations['GrantsController_end[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/consents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what you have allowed applications; admins: anyone's
     * @description Scope `read:account`.
     */
    get: operations['ConsentsController_list[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/consents/{client_id}': {
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
     * Take back what you allowed an application, and end your sign-ins to it; admins: anyone's
     * @description Scope `write:account`.
     */
    delete: operations['ConsentsController_revoke[0]'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/statistics': {
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
    get: operations['StatisticsController_read[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit-events': {
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
    get: operations['AuditEventsController_list[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit-events/export': {
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
    get: operations['AuditEventsController_export[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/incidents/preview': {
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
    post: operations['IncidentsController_preview[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/incidents/end': {
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
     * @description Scope `write:users`. Admins only.
     */
    post: operations['IncidentsController_end[0]'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: never;
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  'SigningKeysController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              kid: string;
              /** @enum {string} */
              alg: 'ES256' | 'RS256' | 'EdDSA';
              /**
               * @description Published but not signing yet; signing; or kept until the last token it signed has expired.
               * @enum {string}
               */
              state: 'next' | 'current' | 'retired';
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              signs_from: string;
              /** Format: date-time */
              retired_at: string | null;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'SigningKeysController_rotate[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            kid: string;
            /** @enum {string} */
            alg: 'ES256' | 'RS256' | 'EdDSA';
            /**
             * @description Published but not signing yet; signing; or kept until the last token it signed has expired.
             * @enum {string}
             */
            state: 'next' | 'current' | 'retired';
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            signs_from: string;
            /** Format: date-time */
            retired_at: string | null;
          };
        };
      };
    };
  };
  'SigningKeysController_withdraw[0]': {
    parameters: {
      query?: {
        /** @description Removes a key that has signed at once, which ends every token it signed. */
        force?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  LoginAccessTokenController_login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  ApiV1AuthController_password: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  ApiV1AuthController_refresh: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'MyAccountController_read[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            username: string | null;
            name: string | null;
            /** @enum {string} */
            role: 'admin' | 'member';
            disabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'MyAccountController_change[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description In lower case; unique.
           * @example ada@example.com
           */
          email?: string;
          /**
           * @description Signs in as well as the e-mail address does. In lower case; unique.
           * @example ada
           */
          username?: string | null;
          /** @example Ada Lovelace */
          name?: string | null;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            username: string | null;
            name: string | null;
            /** @enum {string} */
            role: 'admin' | 'member';
            disabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'MyAccountController_changePassword[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: password */
          current_password: string;
          /**
           * Format: password
           * @description 8 to 1024 characters; not the e-mail address.
           */
          new_password: string;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            username: string | null;
            name: string | null;
            /** @enum {string} */
            role: 'admin' | 'member';
            disabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'UsersController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Part of the e-mail address, user name or name. */
        q?: string;
        role?: 'admin' | 'member';
        disabled?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              /** @description The number that `/auth/login` answers as `client_id`. */
              account_number: number;
              email: string;
              /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
              email_verified: boolean;
              username: string | null;
              name: string | null;
              /** @enum {string} */
              role: 'admin' | 'member';
              disabled: boolean;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'UsersController_create[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
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
           * @description 8 to 1024 characters; not the e-mail address.
           */
          password: string;
          /**
           * @description Signs in as well as the e-mail address does. In lower case; unique.
           * @example ada
           */
          username?: string | null;
          /** @example Ada Lovelace */
          name?: string | null;
          /**
           * @default member
           * @enum {string}
           */
          role?: 'admin' | 'member';
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            username: string | null;
            name: string | null;
            /** @enum {string} */
            role: 'admin' | 'member';
            disabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'UsersController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            username: string | null;
            name: string | null;
            /** @enum {string} */
            role: 'admin' | 'member';
            disabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'UsersController_delete[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'UsersController_change[0]': {
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
        'application/json': {
          /**
           * @description In lower case; unique.
           * @example ada@example.com
           */
          email?: string;
          /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
          email_verified?: boolean;
          /**
           * @description Signs in as well as the e-mail address does. In lower case; unique.
           * @example ada
           */
          username?: string | null;
          /** @example Ada Lovelace */
          name?: string | null;
          /**
           * @description Another role ends all sign-ins, sessions and API keys.
           * @enum {string}
           */
          role?: 'admin' | 'member';
          /** @description Disabling ends all sign-ins, sessions and API keys. */
          disabled?: boolean;
          /**
           * Format: password
           * @description A reset. Ends all sign-ins, sessions and API keys.
           */
          password?: string;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description The number that `/auth/login` answers as `client_id`. */
            account_number: number;
            email: string;
            /** @description Whether the address was proved to be this person's. A changed address is unproved again. */
            email_verified: boolean;
            username: string | null;
            name: string | null;
            /** @enum {string} */
            role: 'admin' | 'member';
            disabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'BrandsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              name: string;
              slug: string;
              logo_url: string | null;
              primary_color: string | null;
              /**
               * @description What you are in it; null: no member.
               * @enum {string|null}
               */
              role: 'owner' | 'member' | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'BrandsController_create[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
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
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
            logo_url: string | null;
            primary_color: string | null;
            /**
             * @description What you are in it; null: no member.
             * @enum {string|null}
             */
            role: 'owner' | 'member' | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'BrandsController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
            logo_url: string | null;
            primary_color: string | null;
            /**
             * @description What you are in it; null: no member.
             * @enum {string|null}
             */
            role: 'owner' | 'member' | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'BrandsController_delete[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'BrandsController_change[0]': {
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
        'application/json': {
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
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
            logo_url: string | null;
            primary_color: string | null;
            /**
             * @description What you are in it; null: no member.
             * @enum {string|null}
             */
            role: 'owner' | 'member' | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'BrandMembersController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              user_id: string;
              name: string | null;
              /** @enum {string} */
              role: 'owner' | 'member';
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'BrandMembersController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            user_id: string;
            name: string | null;
            /** @enum {string} */
            role: 'owner' | 'member';
          };
        };
      };
    };
  };
  'BrandMembersController_put[0]': {
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
        'application/json': {
          /** @enum {string} */
          role: 'owner' | 'member';
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            user_id: string;
            name: string | null;
            /** @enum {string} */
            role: 'owner' | 'member';
          };
        };
      };
    };
  };
  'BrandMembersController_remove[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'OwnIpWhitelistController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              /** @example 203.0.113.7/32 */
              cidr: string;
              note: string;
              /** Format: date-time */
              created_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'OwnIpWhitelistController_add[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description An address or CIDR; an address is a /32 or /128. */
          cidr: string;
          /** @default  */
          note?: string;
          /**
           * @description Do it even if it locks out the address you call from.
           * @default false
           */
          force?: boolean;
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @example 203.0.113.7/32 */
            cidr: string;
            note: string;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'OwnIpWhitelistController_check[0]': {
    parameters: {
      query?: {
        /** @description Another address than the one you call from. */
        address?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description Where this call comes from, as the server sees it. */
            address: string;
            /** @description The address the lists were asked about. */
            checked_address: string;
            /** @description Whether all lists allow it. */
            allowed: boolean;
            lists: {
              /** @enum {string} */
              list: 'user' | 'application' | 'api-key';
              id: string;
              /** @description Whether it has entries at all. */
              restricted: boolean;
              allowed: boolean;
              /** @description The narrowest entry that contains the address. */
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
        };
      };
    };
  };
  'OwnIpWhitelistController_remove[0]': {
    parameters: {
      query?: {
        /** @description Do it even if it locks out the address you call from. */
        force?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'UserIpWhitelistController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              /** @example 203.0.113.7/32 */
              cidr: string;
              note: string;
              /** Format: date-time */
              created_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'UserIpWhitelistController_add[0]': {
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
        'application/json': {
          /** @description An address or CIDR; an address is a /32 or /128. */
          cidr: string;
          /** @default  */
          note?: string;
          /**
           * @description Do it even if it locks out the address you call from.
           * @default false
           */
          force?: boolean;
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @example 203.0.113.7/32 */
            cidr: string;
            note: string;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'UserIpWhitelistController_remove[0]': {
    parameters: {
      query?: {
        /** @description Do it even if it locks out the address you call from. */
        force?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ApplicationIpWhitelistController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              /** @example 203.0.113.7/32 */
              cidr: string;
              note: string;
              /** Format: date-time */
              created_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ApplicationIpWhitelistController_add[0]': {
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
        'application/json': {
          /** @description An address or CIDR; an address is a /32 or /128. */
          cidr: string;
          /** @default  */
          note?: string;
          /**
           * @description Do it even if it locks out the address you call from.
           * @default false
           */
          force?: boolean;
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @example 203.0.113.7/32 */
            cidr: string;
            note: string;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'ApplicationIpWhitelistController_remove[0]': {
    parameters: {
      query?: {
        /** @description Do it even if it locks out the address you call from. */
        force?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ApiKeyIpWhitelistController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              /** @example 203.0.113.7/32 */
              cidr: string;
              note: string;
              /** Format: date-time */
              created_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ApiKeyIpWhitelistController_add[0]': {
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
        'application/json': {
          /** @description An address or CIDR; an address is a /32 or /128. */
          cidr: string;
          /** @default  */
          note?: string;
          /**
           * @description Do it even if it locks out the address you call from.
           * @default false
           */
          force?: boolean;
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @example 203.0.113.7/32 */
            cidr: string;
            note: string;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'ApiKeyIpWhitelistController_remove[0]': {
    parameters: {
      query?: {
        /** @description Do it even if it locks out the address you call from. */
        force?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ApplicationsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Only the applications of this user. */
        user_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              client_id: string;
              name: string;
              /** @enum {string} */
              type: 'confidential' | 'public';
              /** Format: uuid */
              owner_id: string | null;
              /** Format: uuid */
              brand_id: string | null;
              /** @description One of the documented sign-in faces: it can be limited and disabled. */
              built_in: boolean;
              first_party: boolean;
              disabled: boolean;
              grant_types: string[];
              scopes: string[];
              default_scopes: string[];
              redirect_uris: string[];
              post_logout_redirect_uris: string[];
              token_endpoint_auth_method: string;
              access_token_ttl: number | null;
              refresh_token_ttl: number | null;
              refresh_reuse: 'strict' | 'until_successor_used' | number;
              /** @description Uses of the password grant in the last 30 days. */
              password_grant_uses: number;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ApplicationsController_create[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description Shown wherever people meet the application.
           * @example Billing
           */
          name: string;
          /** @description What it may ask for. */
          scopes: string[];
          /**
           * @description `public`: cannot keep a secret, as apps on phones and in browsers.
           * @default confidential
           * @enum {string}
           */
          type?: 'confidential' | 'public';
          grant_types?: (
            | 'authorization_code'
            | 'refresh_token'
            | 'client_credentials'
            | 'password'
            | 'urn:ietf:params:oauth:grant-type:device_code'
            | 'urn:ietf:params:oauth:grant-type:token-exchange'
          )[];
          /** @enum {string} */
          token_endpoint_auth_method?:
            | 'client_secret_basic'
            | 'client_secret_post'
            | 'client_secret_jwt'
            | 'private_key_jwt'
            | 'tls_client_auth'
            | 'self_signed_tls_client_auth'
            | 'none';
          /** @description `https`, `http` on 127.0.0.1, [::1] or localhost (any port then), or a private-use scheme with a dot. */
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
           * @description Seconds a sign-in lives without being refreshed; null: the server's setting.
           * @default null
           */
          refresh_token_ttl?: number | null;
          /**
           * @description How long a used refresh token gives its successor again, for clients that lost the answer.
           * @default 30
           */
          refresh_reuse?: 'strict' | 'until_successor_used' | number;
          /**
           * Format: uuid
           * @description The brand whose name, logo and colour its pages carry.
           * @default null
           */
          brand_id?: string | null;
          /**
           * @description The organisation's own: no consent is asked for. Admins only.
           * @default false
           */
          first_party?: boolean;
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: 'confidential' | 'public';
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            disabled: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: 'strict' | 'until_successor_used' | number;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Shown this once. Public applications have none. */
            client_secret?: string;
          };
        };
      };
    };
  };
  'ApplicationsController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: 'confidential' | 'public';
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            disabled: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: 'strict' | 'until_successor_used' | number;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'ApplicationsController_delete[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ApplicationsController_change[0]': {
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
        'application/json': {
          /**
           * @description Shown wherever people meet the application.
           * @example Billing
           */
          name?: string;
          /** @description What it may ask for. */
          scopes?: string[];
          /** @description What a request without `scope` gets. Empty: all of `scopes`. */
          default_scopes?: string[];
          /** @description `https`, `http` on 127.0.0.1, [::1] or localhost (any port then), or a private-use scheme with a dot. */
          redirect_uris?: string[];
          /** @description Where a browser may be sent after signing out. */
          post_logout_redirect_uris?: string[];
          grant_types?: (
            | 'authorization_code'
            | 'refresh_token'
            | 'client_credentials'
            | 'password'
            | 'urn:ietf:params:oauth:grant-type:device_code'
            | 'urn:ietf:params:oauth:grant-type:token-exchange'
          )[];
          /** @enum {string} */
          token_endpoint_auth_method?:
            | 'client_secret_basic'
            | 'client_secret_post'
            | 'client_secret_jwt'
            | 'private_key_jwt'
            | 'tls_client_auth'
            | 'self_signed_tls_client_auth'
            | 'none';
          /** @description Seconds an access token lives; null: the server's setting. */
          access_token_ttl?: number | null;
          /** @description Seconds a sign-in lives without being refreshed; null: the server's setting. */
          refresh_token_ttl?: number | null;
          /** @description How long a used refresh token gives its successor again, for clients that lost the answer. */
          refresh_reuse?: 'strict' | 'until_successor_used' | number;
          /**
           * Format: uuid
           * @description The brand whose name, logo and colour its pages carry.
           */
          brand_id?: string | null;
          /** @description The organisation's own: no consent is asked for. Admins only. */
          first_party?: boolean;
          type?: unknown;
          /** @description Disabling ends every sign-in and token of the application. */
          disabled?: boolean;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: 'confidential' | 'public';
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            disabled: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: 'strict' | 'until_successor_used' | number;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'ApplicationsController_endEverything[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            client_id: string;
            name: string;
            /** @enum {string} */
            type: 'confidential' | 'public';
            /** Format: uuid */
            owner_id: string | null;
            /** Format: uuid */
            brand_id: string | null;
            /** @description One of the documented sign-in faces: it can be limited and disabled. */
            built_in: boolean;
            first_party: boolean;
            disabled: boolean;
            grant_types: string[];
            scopes: string[];
            default_scopes: string[];
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            token_endpoint_auth_method: string;
            access_token_ttl: number | null;
            refresh_token_ttl: number | null;
            refresh_reuse: 'strict' | 'until_successor_used' | number;
            /** @description Uses of the password grant in the last 30 days. */
            password_grant_uses: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'ApplicationSecretsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
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
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ApplicationSecretsController_add[0]': {
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
        'application/json': {
          /**
           * Format: date-time
           * @description When it stops working; null: never.
           */
          expires_at?: string | null;
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
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
        };
      };
    };
  };
  'ApplicationSecretsController_retire[0]': {
    parameters: {
      query?: {
        /** @description Retire it even if it is the last that works. */
        force?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ApiKeysController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Admins: this user's. Without it: one's own. */
        user_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
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
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ApiKeysController_create[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @example Production API Key */
          name: string;
          /** @description What it may be used for: no more than the credential that makes it. */
          scopes: string[];
          /**
           * Format: date-time
           * @description When it stops working; null: never.
           */
          expires_at?: string | null;
          /** @description Where the key may be used from; empty: from everywhere. */
          ip_whitelist?: {
            /** @description An address or CIDR. */
            cidr: string;
            /**
             * @default
             * @example the office
             */
            note?: string;
          }[];
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
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
            /**
             * @description Shown this once.
             * @example sk_live_…
             */
            key: string;
          };
        };
      };
    };
  };
  'ApiKeysController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
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
          };
        };
      };
    };
  };
  'ApiKeysController_revoke[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ApiKeysController_rename[0]': {
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
        'application/json': {
          /** @example Production API Key */
          name: string;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
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
          };
        };
      };
    };
  };
  'ScopesController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              name: string;
              description: string;
              admin_only: boolean;
              /** @description Shipped with the server: it cannot be deleted. */
              built_in: boolean;
              /** Format: date-time */
              created_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ScopesController_create[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
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
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            name: string;
            description: string;
            admin_only: boolean;
            /** @description Shipped with the server: it cannot be deleted. */
            built_in: boolean;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'ScopesController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            name: string;
            description: string;
            admin_only: boolean;
            /** @description Shipped with the server: it cannot be deleted. */
            built_in: boolean;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'ScopesController_delete[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ScopesController_change[0]': {
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
        'application/json': {
          /**
           * @description What it allows, as the consent page says it.
           * @example Read items
           */
          description?: string;
          /** @description Whether only an admin's credential may carry it. */
          admin_only?: boolean;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            name: string;
            description: string;
            admin_only: boolean;
            /** @description Shipped with the server: it cannot be deleted. */
            built_in: boolean;
            /** Format: date-time */
            created_at: string;
          };
        };
      };
    };
  };
  'ResourcesController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Only the resources of this user. */
        user_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              identifier: string;
              name: string;
              scopes: string[];
              /** Format: uuid */
              owner_id: string | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ResourcesController_create[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description The absolute URI that clients send as `resource` and tokens name as their audience (RFC 8707).
           * @example https://api.example.com
           */
          identifier: string;
          /** @example Billing API */
          name: string;
          /** @description The scopes it understands. */
          scopes?: string[];
        };
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            identifier: string;
            name: string;
            scopes: string[];
            /** Format: uuid */
            owner_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'ResourcesController_read[0]': {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            identifier: string;
            name: string;
            scopes: string[];
            /** Format: uuid */
            owner_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'ResourcesController_delete[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ResourcesController_change[0]': {
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
        'application/json': {
          /**
           * @description The absolute URI that clients send as `resource` and tokens name as their audience (RFC 8707).
           * @example https://api.example.com
           */
          identifier?: string;
          /** @example Billing API */
          name?: string;
          /** @description The scopes it understands. */
          scopes?: string[];
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            identifier: string;
            name: string;
            scopes: string[];
            /** Format: uuid */
            owner_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
          };
        };
      };
    };
  };
  'SessionsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Admins: this user's. Without it: one's own. */
        user_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
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
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'SessionsController_endAll[0]': {
    parameters: {
      query?: {
        /** @description Admins: this user's. Without it: one's own. */
        user_id?: string;
        /** @description Whether the session that makes this call ends too. */
        include_current?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'SessionsController_end[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'GrantsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Admins: this user's. Without it: one's own, or for admins who give `client_id` everyone's. */
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
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
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'GrantsController_endAll[0]': {
    parameters: {
      query?: {
        /** @description Admins: this user's. Without it: one's own. */
        user_id?: string;
        /** @description Only sign-ins to this application. */
        client_id?: string;
        /** @description Whether the sign-in that makes this call ends too. */
        include_current?: 'true' | 'false';
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'GrantsController_end[0]': {
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'ConsentsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Admins: this user's. Without it: one's own. */
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              user: {
                /** Format: uuid */
                id: string;
                name: string | null;
              };
              application: {
                client_id: string;
                name: string;
              };
              scopes: string[];
              /** Format: date-time */
              created_at: string;
              /**
               * Format: date-time
               * @description When something was last added to it.
               */
              updated_at: string;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'ConsentsController_revoke[0]': {
    parameters: {
      query?: {
        /** @description Admins: this user's. Without it: one's own. */
        user_id?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
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
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  'StatisticsController_read[0]': {
    parameters: {
      query?: {
        /** @description How many days, today included (UTC). */
        days?: number;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
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
        };
      };
    };
  };
  'AuditEventsController_list[0]': {
    parameters: {
      query?: {
        /** @description How many to return. */
        limit?: number;
        /** @description The `next_cursor` of the page before. */
        cursor?: string;
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
        /** @description Who did it: a user’s id, a `client_id`, or what somebody typed as their name. */
        actor?: string;
        action?: string;
        outcome?: 'success' | 'refused';
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /** Format: uuid */
              id: string;
              /** Format: date-time */
              at: string;
              /** @example user.disable */
              action: string;
              /** @enum {string} */
              outcome: 'success' | 'refused';
              actor: {
                /** @enum {string} */
                type: 'user' | 'application' | 'anonymous' | 'system';
                id: string | null;
              };
              client_id: string | null;
              target: {
                type: string;
                id: string;
              } | null;
              ip: string | null;
              request_id: string | null;
              /** @description What was decided and why; never a secret. */
              reason: string | null;
              details: {
                [key: string]: unknown;
              } | null;
            }[];
            next_cursor: string | null;
          };
        };
      };
    };
  };
  'AuditEventsController_export[0]': {
    parameters: {
      query?: {
        /** @description Who did it: a user’s id, a `client_id`, or what somebody typed as their name. */
        actor?: string;
        action?: string;
        outcome?: 'success' | 'refused';
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
        /** @description An API key, where it cannot be sent as a header. */
        api_key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': string;
        };
      };
    };
  };
  'IncidentsController_preview[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: uuid
           * @description This user's.
           */
          user_id?: string;
          /** @description To this application. */
          client_id?: string;
          /** @description Begun or last refreshed from this address or CIDR. */
          ip?: string;
          /**
           * Format: date-time
           * @description Begun before this time.
           */
          before?: string;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description Live sign-ins to applications, with their tokens. */
            sign_ins: number;
            /** @description Live browser sessions; 0 with a `client_id`. */
            sessions: number;
          };
        };
      };
    };
  };
  'IncidentsController_end[0]': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: uuid
           * @description This user's.
           */
          user_id?: string;
          /** @description To this application. */
          client_id?: string;
          /** @description Begun or last refreshed from this address or CIDR. */
          ip?: string;
          /**
           * Format: date-time
           * @description Begun before this time.
           */
          before?: string;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description Live sign-ins to applications, with their tokens. */
            sign_ins: number;
            /** @description Live browser sessions; 0 with a `client_id`. */
            sessions: number;
          };
        };
      };
    };
  };
}
