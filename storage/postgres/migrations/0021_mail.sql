-- E-mail to the staff that is on its way, or was given up.

create table mail (
    id text collate "C" primary key,
    revision integer,
    document json not null,
    member text collate "C" not null,
    problem text collate "C" not null
);
create index mail_by_member on mail (member, id);
create index mail_by_problem on mail (problem, id);
