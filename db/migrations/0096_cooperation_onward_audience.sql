-- A consent to pass a copy on to a group is for the organisations that were in it as it was asked for, whoever is put in later.

-- those that `audience` names; null for what was asked before this was kept: a consent for a group is then not used any more
alter table cooperation.onward_ask add column audience_ids uuid[] check (cardinality(audience_ids) between 1 and 500);
