-- The indexes of the migration before serve in their place. Apart from it: with its lock this one could be caught in a deadlock.
DROP INDEX "sign_ins_user_id_idx";

DROP INDEX "sign_ins_session_id_idx";
