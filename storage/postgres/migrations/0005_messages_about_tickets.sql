-- A message says which ticket it is about; two kinds of record are called by what they are.

alter table message add column ticket text collate "C" not null default '';
create index message_by_ticket on message (ticket, id);

alter table shown rename to message_ref;
alter index shown_pkey rename to message_ref_pkey;
alter index shown_by_message rename to message_ref_by_message;
alter index shown_by_conversation rename to message_ref_by_conversation;

alter table aside rename to staff_notice;
alter index aside_pkey rename to staff_notice_pkey;
alter index aside_by_topic rename to staff_notice_by_topic;
