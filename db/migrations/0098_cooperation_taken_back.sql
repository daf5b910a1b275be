-- What a member was told of and no longer sees, as a report that was narrowed or withdrawn: it stays proven that it was told, and is no longer to be read.
alter table cooperation.telling add column taken_back_at timestamptz;
-- told anew, where it is shown again
grant update (taken_back_at, people, organisation) on cooperation.telling to tocsin_app;
update cooperation.telling t set taken_back_at = coalesce(e.withdrawn_at, e.changed_at)
from cooperation.register_entry e, cooperation.member m
where t.kind = 'cooperation.report-shared' and e.id = t.subject and m.id = t.member
  and (e.withdrawn_at is not null or (e.audience <> 'members' and m.kind = 'industry'));
