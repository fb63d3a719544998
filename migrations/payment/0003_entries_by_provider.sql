-- The provider whose ledger an entry was read from; null for entries of before. A day that begins again forgets what
-- its providers no longer list.
ALTER TABLE entries ADD COLUMN provider TEXT;
