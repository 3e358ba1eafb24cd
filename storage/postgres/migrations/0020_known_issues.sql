-- By which known issue tickets are found whose customers are told something about it.

alter table ticket add column known_issue text collate "C" not null default '';
update ticket set known_issue = coalesce(document ->> 'known_issue', '');
create index ticket_by_known_issue on ticket (known_issue, id);
