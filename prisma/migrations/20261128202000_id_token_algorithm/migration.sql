-- Until now an application that named no algorithm got id_tokens signed with the server's SIGNING_ALG; from now on with
-- RS256. Those that are there keep what they have. The server tells its setting; by default it is ES256.
UPDATE applications
   SET metadata = metadata || jsonb_build_object(
         'id_token_signed_response_alg', coalesce(nullif(current_setting('latchkey.signing_alg', true), ''), 'ES256'))
 WHERE NOT metadata ? 'id_token_signed_response_alg';
