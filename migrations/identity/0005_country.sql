-- The country in which an account was made (ISO 3166-1, two letters): where its orders are kept. Null: not known.
ALTER TABLE user ADD COLUMN country TEXT;
