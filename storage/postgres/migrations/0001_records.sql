-- One table a kind of record. `document` is the record as the codec wrote it and all that the program reads; the other
-- columns repeat the fields by which it is looked up. Ids and values are compared byte by byte ("C"), as Python does,
-- so that both stores find the same records in the same order. Each look-up reads one index, which also gives the order.

create table customer (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    identities text[] collate "C" not null
);
-- Without a list of what is still to be put in: each turn looks here, and would read that list.
create index customer_by_identities on customer using gin (identities) with (fastupdate = off);

create table conversation (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    address text collate "C" not null,
    status text collate "C" not null
) with (fillfactor = 80);
create index conversation_by_address on conversation (address, id);
create index conversation_by_status on conversation (status, id);

create table journal_entry (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    conversation text collate "C" not null
);
create index journal_entry_by_conversation on journal_entry (conversation, id);

create table message (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    address text collate "C" not null,
    conversation text collate "C" not null
);
create index message_by_address on message (address, id);
create index message_by_conversation on message (conversation, id);

create table ticket (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    reference text collate "C" not null,
    customer text collate "C" not null,
    status text collate "C" not null,
    owner text collate "C" not null
);
create index ticket_by_reference on ticket (reference, id);
create index ticket_by_customer on ticket (customer, id);
create index ticket_by_status on ticket (status, id);
create index ticket_by_owner on ticket (owner, id);

create table occurrence (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    ticket text collate "C" not null,
    words text[] collate "C" not null
);
create index occurrence_by_ticket on occurrence (ticket, id);
create index occurrence_by_words on occurrence using gin (words) with (fastupdate = off);

create table handoff (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    status text collate "C" not null,
    conversation text collate "C" not null,
    ticket text collate "C" not null
);
create index handoff_by_status on handoff (status, id);
create index handoff_by_conversation on handoff (conversation, id);
create index handoff_by_ticket on handoff (ticket, id);

create table note (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    ticket text collate "C" not null
);
create index note_by_ticket on note (ticket, id);

create table timer (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    subject text collate "C" not null,
    taken timestamptz -- when a process took it to carry it out
);
create index timer_by_subject on timer (subject, id);

create table inbox_mark (
    id text collate "C" primary key,
    revision integer,
    document json not null
);

create table outbox_row (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    address text collate "C" not null,
    problem text collate "C" not null
);
create index outbox_row_by_address on outbox_row (address, id);
create index outbox_row_by_problem on outbox_row (problem, id);

create table agent (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    role text collate "C" not null
);
create index agent_by_role on agent (role, id);

create table access (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    agent text collate "C" not null
);
create index access_by_agent on access (agent, id);

create table sequence (
    id text collate "C" primary key,
    revision integer,
    document json not null
) with (fillfactor = 50);

create table script_version (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    script text collate "C" not null
);
create index script_version_by_script on script_version (script, id);

create table publication (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    script text collate "C" not null
);
create index publication_by_script on publication (script, id);

-- Ends a commit as a whole where one of its writes did not find what it expected.
create function expect_all(kind text, wanted text[], done text[]) returns void language plpgsql as $$
declare
    missing text := (select w from unnest(wanted) as w where w <> all (done) limit 1);
begin
    if missing is not null then
        raise exception using errcode = 'TL409', message = kind || ' ' || missing;
    end if;
end
$$;
