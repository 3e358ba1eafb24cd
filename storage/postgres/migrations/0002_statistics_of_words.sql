-- What is alike is sought by the rarest words: how many hold a word must be known of far more than a hundred words.
alter table occurrence alter column words set statistics 1000;
