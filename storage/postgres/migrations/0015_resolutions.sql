-- How complaints end: what was decided, and which tickets belong together.

create table resolution (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    ticket text collate "C" not null,
    status text collate "C" not null
);
create index resolution_by_ticket on resolution (ticket, id);
create index resolution_by_status on resolution (status, id);

create table ticket_link (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    ticket text collate "C" not null,
    other text collate "C" not null
);
create index ticket_link_by_ticket on ticket_link (ticket, id);
create index ticket_link_by_other on ticket_link (other, id);
