-- What recognition learns and finds: proofs of who is who, labels, calibrations, suspicions.

alter table customer add column phones text[] collate "C" not null default '{}';
create index customer_by_phones on customer using gin (phones) with (fastupdate = off);

create table proof (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    address text collate "C" not null,
    customer text collate "C" not null
);
create index proof_by_address on proof (address, id);
create index proof_by_customer on proof (customer, id);

create table label (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    look text collate "C" not null
);
create index label_by_look on label (look, id);

create table calibration (
    id text collate "C" primary key,
    revision integer,
    document json not null
);

create table suspicion (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    status text collate "C" not null
);
create index suspicion_by_status on suspicion (status, id);
