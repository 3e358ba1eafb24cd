-- What is exchanged with channels: what came in, where it is shown, versions, files, pauses, topics.

alter table agent add column identities text[] collate "C" not null default '{}';
create index agent_by_identities on agent using gin (identities) with (fastupdate = off);

create table inbox_row (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    address text collate "C" not null,
    problem text collate "C" not null
);
create index inbox_row_by_address on inbox_row (address, id);
create index inbox_row_by_problem on inbox_row (problem, id);

create table shown (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    message text collate "C" not null,
    conversation text collate "C" not null
);
create index shown_by_message on shown (message, id);
create index shown_by_conversation on shown (conversation, id);

create table edit (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    message text collate "C" not null,
    conversation text collate "C" not null
);
create index edit_by_message on edit (message, id);
create index edit_by_conversation on edit (conversation, id);

create table attachment (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    message text collate "C" not null,
    conversation text collate "C" not null,
    album text collate "C" not null,
    digest text collate "C" not null,
    status text collate "C" not null
);
create index attachment_by_message on attachment (message, id);
create index attachment_by_conversation on attachment (conversation, id);
create index attachment_by_album on attachment (album, id);
create index attachment_by_digest on attachment (digest, id);
create index attachment_by_status on attachment (status, id);

create table pause (
    id text collate "C" primary key,
    revision integer,
    document json not null
);

create table topic (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    place text collate "C" not null,
    chat text collate "C" not null,
    status text collate "C" not null
);
create index topic_by_place on topic (place, id);
create index topic_by_chat on topic (chat, id);
create index topic_by_status on topic (status, id);

create table aside (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    topic text collate "C" not null
);
create index aside_by_topic on aside (topic, id);

create table moved (
    id text collate "C" primary key,
    revision integer,
    document json not null
);
