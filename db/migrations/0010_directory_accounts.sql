-- A person's new address that waits until they open its link; only the hash of the link's secret is kept. It belongs to the organisation
-- by which it was asked, and is void once the person's address is another than `instead_of`.
create table directory.address_change (
  hash bytea primary key,
  owner uuid not null references directory.organisation,
  person uuid not null references directory.person on delete cascade,
  email text not null check (email = lower(email)),
  instead_of text not null,
  asked_by text not null,
  expires_at timestamptz not null
);
create index address_change_by_person on directory.address_change (person);
select platform.protect('directory.address_change');
select platform.searchable('directory.address_change');
grant select, insert, delete on directory.address_change to tocsin_app;

create function directory.find_address_change(asked bytea)
  returns table (owner uuid, person uuid, email text, instead_of text, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
  as $$ select c.owner, c.person, c.email, c.instead_of, c.expires_at from directory.address_change c where c.hash = asked $$;

-- Whether somebody else runs the node, asked by an operator who is about to go.
create function directory.has_other_operator(than uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog
  as $$ select exists (select from directory.person p where p.operator and p.id <> than) $$;

do $$
declare
  f regprocedure;
begin
  grant create on schema directory to tocsin_finder;
  foreach f in array array['directory.find_address_change(bytea)', 'directory.has_other_operator(uuid)']::regprocedure[] loop
    execute format('alter function %s owner to tocsin_finder', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to tocsin_app', f);
  end loop;
  revoke create on schema directory from tocsin_finder;
end
$$;

-- What a person did stays under their id when they are gone; their notices go with them.
alter table directory.api_key drop constraint api_key_person_fkey;
alter table directory.invitation drop constraint invitation_accepted_by_fkey;
alter table directory.notice drop constraint notice_person_fkey,
  add constraint notice_person_fkey foreign key (person) references directory.person on delete cascade;

-- The application can change no address and delete no person but by these two, which act on the acting person alone. They run as the owner of the
-- tables, bound by the same policies, because a login and its person change together.
create policy removed on directory.person for delete using (id = (select directory.acting_person()));

-- Takes the address that a link is for, where it is good. Answers the address; '' where somebody has it; null for a link that is not good.
create function directory.take_address(asked bytea, at_moment timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  taken text;
begin
  update directory.person p set email = c.email from directory.address_change c
    where c.hash = asked and c.person = p.id and c.instead_of = p.email and c.expires_at > at_moment and p.id = directory.acting_person()
    returning p.email into taken;
  update auth.login set email = taken, updated_at = at_moment where id = directory.acting_person() and taken is not null;
  return taken;
exception when unique_violation then
  return '';
end
$$;

-- Deletes the acting person and their login, with sessions and factors. False where they belong to an organisation.
create function directory.delete_account() returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  delete from directory.person where id = directory.acting_person();
  delete from auth.login where id = directory.acting_person();
  return true;
exception when foreign_key_violation then
  return false;
end
$$;
revoke all on function directory.take_address(bytea, timestamptz), directory.delete_account() from public;
grant execute on function directory.take_address(bytea, timestamptz), directory.delete_account() to tocsin_app;
