-- 0006-branches.sql - under which subject a Message-ID was cited.
--
-- An answer with a new subject begins a ticket of its own; this tells its
-- branch of the thread from the others, in whatever order they arrive.

ALTER TABLE mention ADD branch text NOT NULL DEFAULT '';
COMMENT ON COLUMN mention.branch IS 'Base subject of the mail, or of the answer that cites it; empty: any';
