-- A timer that always fails is set aside with its problem; one that is moved must be as it was read.

alter table timer add column problem text collate "C" not null default '';
create index timer_by_problem on timer (problem, id);
update timer set revision = 0;
