-- Up Migration

-- The service uses the role tcg_ledger_app, never that of the owner of the tables. It may append through the log's function
-- and write its read models, and cannot change recorded events even by mistake. src/postgres/migrate.ts creates it before
-- the first migration: roles belong to the whole server, and a user who may not create any gets the grants to itself.

-- Typo-tolerant search. Trusted: the owner of the database may install it.
create extension if not exists pg_trgm;
