-- What lets visitors in: the keys of the server, and what its processes counted of busy ones.

create table server_key (
    id text collate "C" primary key,
    revision integer,
    document json not null
);

create table visitor_counts (
    id text collate "C" primary key,
    revision integer,
    document json not null
);
