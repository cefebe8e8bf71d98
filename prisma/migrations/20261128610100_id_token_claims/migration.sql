-- From now on the id_tokens of applications made by hand have the claims of scopes (ID_TOKEN_CLAIMS=by_scope). Those that
-- are there keep what they have: their id_tokens do not grow, nor tell more.
UPDATE applications
   SET metadata = metadata || jsonb_build_object('id_token_claims', 'minimal')
 WHERE registered IS NULL AND NOT built_in AND NOT metadata ? 'id_token_claims';
