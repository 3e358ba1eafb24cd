-- What the desk learns from: files taken in, corrective actions, meetings as they were.

create table import_run (
    id text collate "C" primary key,
    revision integer,
    document json not null
);

create table corrective_action (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    status text collate "C" not null
);
create index corrective_action_by_status on corrective_action (status, id);

create table meeting_minutes (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    month text collate "C" not null
);
create index meeting_minutes_by_month on meeting_minutes (month, id);

create table meeting_comment (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    month text collate "C" not null
);
create index meeting_comment_by_month on meeting_comment (month, id);
