-- How the likelihoods of repeats hold at this desk.

create table repeat_calibration (
    id text collate "C" primary key,
    revision integer,
    document json not null
);
