-- What customers may ask of their own data.

create table erasure (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    customer text collate "C" not null
);
create index erasure_by_customer on erasure (customer, id);

create table data_request (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    customer text collate "C" not null,
    status text collate "C" not null
);
create index data_request_by_customer on data_request (customer, id);
create index data_request_by_status on data_request (status, id);

create table legal_hold (
    id text collate "C" primary key,
    revision integer,
    document json not null
);
