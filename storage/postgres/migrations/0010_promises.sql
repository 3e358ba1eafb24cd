-- What becomes of promises and of regulators' clocks, and whom of the staff was told of a ticket.

create table promise (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    ticket text collate "C" not null
);
create index promise_by_ticket on promise (ticket, id);

create table alert (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    ticket text collate "C" not null,
    "to" text[] collate "C" not null
);
create index alert_by_ticket on alert (ticket, id);
create index alert_by_to on alert using gin ("to") with (fastupdate = off);
