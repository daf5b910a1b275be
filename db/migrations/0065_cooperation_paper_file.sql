-- Files of papers. They belong to the item as the paper does: whoever sees it sees them, and nobody else. The bytes are evidence of the network's.
create table cooperation.call_file (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  paper uuid not null references cooperation.call_paper,
  evidence uuid not null references evidence.item,
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (length(media_type) <= 100),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size > 0),
  at timestamptz not null,
  by text not null
);
create index call_file_by_paper on cooperation.call_file (paper, at, id);
create index call_file_by_item on cooperation.call_file (item, at, id);
create index call_file_by_evidence on cooperation.call_file (owner, evidence);
select platform.protect('cooperation.call_file', 'call-item', 'item');
grant select, insert, delete, update (name) on cooperation.call_file to tocsin_app;
