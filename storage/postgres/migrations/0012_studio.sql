-- The studio: drafts of scripts, and replays of conversations on them.

create table script_draft (
    id text collate "C" primary key,
    revision integer,
    document json not null
);

create table replay_run (
    id text collate "C" primary key,
    revision integer,
    document json not null
);
