-- Items of evidence and findings are shown as copies too; of an item its bytes go only where its owner says so.

alter table cooperation.shared_copy drop constraint shared_copy_kind_check,
  add check (kind in ('case', 'campaign', 'indicator', 'document', 'technique', 'evidence', 'finding'));
alter table cooperation.share drop constraint share_source_kind_check,
  add check (source_kind in ('case', 'campaign', 'indicator', 'document', 'technique', 'evidence', 'finding'));
alter table cooperation.tombstone drop constraint tombstone_kind_check,
  add check (kind in ('case', 'campaign', 'indicator', 'document', 'technique', 'evidence', 'finding'));

-- The bytes that go with a copy: an item of its owner's, the original or what was redacted of it. Its id is the copy's, so that whoever sees the copy sees this,
-- and no longer.
create table cooperation.shared_file (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references evidence.item (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size > 0),
  media_type text not null,
  foreign key (id, owner) references cooperation.shared_copy (id, owner)
);
create index shared_file_by_item on cooperation.shared_file (item);
create index shared_file_by_owner on cooperation.shared_file (owner);
select platform.protect('cooperation.shared_file', 'shared-copy');
grant select, insert, delete on cooperation.shared_file to tocsin_app;

-- Each time that an organisation fetched the bytes of a copy: its own word, seen by the copy's owner. The terms stand here as they were then: they hold for what
-- it kept also where the copy is shown no more.
create table cooperation.share_fetch (
  id uuid primary key,
  owner uuid not null,
  copy uuid not null,
  reader uuid not null,
  name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  tlp text not null check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  onward text not null check (onward in ('none', 'ask', 'as-marked')),
  at timestamptz not null,
  foreign key (copy, owner) references cooperation.shared_copy (id, owner),
  check (reader <> owner)
);
create index share_fetch_of_copy on cooperation.share_fetch (copy, at, id);
create index share_fetch_by_reader on cooperation.share_fetch (reader, sha256);
alter table cooperation.share_fetch enable row level security;
alter table cooperation.share_fetch force row level security;
create policy visible on cooperation.share_fetch for select to tocsin_app
  using (owner = (select platform.acting()) or reader = (select platform.acting()));
create policy added on cooperation.share_fetch for insert to tocsin_app
  with check (reader = (select platform.acting()) and platform.granted('shared-copy', copy));
grant select, insert on cooperation.share_fetch to tocsin_app;

-- Whether messages may go as they came, without the organisation's redaction.
alter table cooperation.sharing_rule add column originals boolean not null default false;
grant update (originals) on cooperation.sharing_rule to tocsin_app;
