-- What is on record about the staff; a sign-in that is moved on must be as it was read.

create table audit (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    agent text collate "C" not null
);
create index audit_by_agent on audit (agent, id);

update access set revision = 0;
