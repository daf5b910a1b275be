-- Since when a contact has the OpenPGP key that it has, and who entered it: what a signature by it is worth depends on that.
alter table cooperation.contact
  add column pgp_since timestamptz,
  add column pgp_by text,
  add check ((pgp_since is null) = (pgp_by is null));
grant update (pgp_since, pgp_by) on cooperation.contact to tocsin_app;

-- those from before: since then at the latest
alter table cooperation.contact no force row level security;
update cooperation.contact set pgp_since = changed_at, pgp_by = changed_by where pgp is not null;
alter table cooperation.contact force row level security;
