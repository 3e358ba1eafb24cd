-- What the desk shows: how far each of the staff has read, by which words tickets are found, what became of an offer.

create table read_mark (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    agent text collate "C" not null,
    ticket text collate "C" not null
);
create index read_mark_by_agent on read_mark (agent, id);
create index read_mark_by_ticket on read_mark (ticket, id);

create table search_entry (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    words text[] collate "C" not null
);
create index search_entry_by_words on search_entry using gin (words) with (fastupdate = off);
alter table search_entry alter column words set statistics 1000;

alter table label add column conversation text collate "C" not null default '';
update label set conversation = document ->> 'conversation' where document ->> 'conversation' is not null;
create index label_by_conversation on label (conversation, id);
