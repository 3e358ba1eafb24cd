-- Versions that are tried with a share of new conversations, or come into force at a set time.

create table rollout (
    id text collate "C" primary key,
    revision integer,
    document json not null
);
