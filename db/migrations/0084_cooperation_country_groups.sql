-- The agencies of a country are a group that can be shown something at once, as all agencies are: kept by the network itself, by who is a member and of which
-- country. Who is in it is read at the moment of reading.
alter table cooperation.sharing_group add column country text check (country ~ '^[A-Z]{2}$');
alter table cooperation.sharing_group drop constraint sharing_group_standing_check;
alter table cooperation.sharing_group
  add check (standing in ('agencies', 'industry', 'members', 'country')),
  add check ((standing is not distinct from 'country') = (country is not null));
drop index cooperation.sharing_group_standing;
create unique index sharing_group_standing on cooperation.sharing_group (owner, standing) where standing <> 'country';
create unique index sharing_group_of_country on cooperation.sharing_group (owner, country) where country is not null;

alter table cooperation.share_recipient drop constraint share_recipient_kind_check;
alter table cooperation.share_recipient add check (kind in ('member', 'group', 'country', 'country-agencies', 'agencies'));

-- The group of a country's agencies, which others share with and do not see into; for members of the network alone.
create function cooperation.country_group(asked text) returns uuid
  language sql stable security definer set search_path = pg_catalog
  as $$
    select a.id from cooperation.sharing_group a
    where a.country = asked and (a.owner = platform.acting() or exists (
      select from cooperation.sharing_group g join platform.own_groups() o on o."group" = g.id where g.owner = a.owner and g.standing = 'members'))
  $$;
grant create on schema cooperation to tocsin_finder;
alter function cooperation.country_group(text) owner to tocsin_finder;
revoke create on schema cooperation from tocsin_finder;
revoke all on function cooperation.country_group(text) from public;
grant execute on function cooperation.country_group(text) to tocsin_app;

-- those of a network that is there already
alter table cooperation.member no force row level security;
alter table platform.sharing_group no force row level security;
alter table cooperation.sharing_group no force row level security;
alter table platform.group_member no force row level security;
do $$
declare
  one record;
  made uuid;
begin
  for one in select distinct m.owner, m.country from cooperation.member m where m.kind = 'agency' and m.state = 'member' loop
    made := gen_random_uuid();
    insert into platform.sharing_group (id, owner, since) values (made, one.owner, now());
    insert into cooperation.sharing_group (id, owner, standing, country, name, since, since_by)
      values (made, one.owner, 'country', one.country, one.country, now(), 'system:migrate');
    insert into platform.group_member (id, owner, "group", member, since, past)
      select gen_random_uuid(), m.owner, made, m.organisation, now(), true from cooperation.member m
      where m.owner = one.owner and m.country = one.country and m.kind = 'agency' and m.state = 'member' and m.organisation is not null;
  end loop;
end
$$;
alter table cooperation.member force row level security;
alter table platform.sharing_group force row level security;
alter table cooperation.sharing_group force row level security;
alter table platform.group_member force row level security;
