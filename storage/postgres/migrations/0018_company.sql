-- What is set on the pages of admins, and by which act lines on record are found.

alter table audit add column act text collate "C" not null default '';
update audit set act = document ->> 'act';
create index audit_by_act on audit (act, id);

create table setting_change (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    name text collate "C" not null
);
create index setting_change_by_name on setting_change (name, id);

create table broadcast (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    issue text collate "C" not null,
    status text collate "C" not null
);
create index broadcast_by_issue on broadcast (issue, id);
create index broadcast_by_status on broadcast (status, id);
