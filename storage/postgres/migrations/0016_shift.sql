-- How the staff work: what they began to write, the lists they made, their teams, what they watch.

create table unsent_text (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    agent text collate "C" not null,
    ticket text collate "C" not null
);
create index unsent_text_by_agent on unsent_text (agent, id);
create index unsent_text_by_ticket on unsent_text (ticket, id);

create table saved_filter (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    agent text collate "C" not null
);
create index saved_filter_by_agent on saved_filter (agent, id);

create table team (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    members text[] collate "C" not null
);
create index team_by_members on team using gin (members);

create table watched_ticket (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    agent text collate "C" not null,
    ticket text collate "C" not null
);
create index watched_ticket_by_agent on watched_ticket (agent, id);
create index watched_ticket_by_ticket on watched_ticket (ticket, id);
