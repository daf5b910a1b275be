-- Files that go with what is said in a request: a row of whoever says it, granted to the other side as the message is. Until it is said nobody else sees it, and its
-- bytes are no evidence yet.
create table cooperation.request_attachment (
  id uuid primary key,
  owner uuid not null,
  request uuid not null references cooperation.request (id),
  message uuid references cooperation.request_message (id),
  item uuid references evidence.item (id),
  name text not null check (length(name) between 1 and 200),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size > 0),
  at timestamptz not null,
  by_actor text not null,
  -- its time was up: it is given to nobody any more
  emptied_at timestamptz,
  unique (id, owner),
  check ((message is null) = (item is null))
);
create index request_attachment_in_order on cooperation.request_attachment (request, at, id);
create index request_attachment_by_item on cooperation.request_attachment (owner, item) where item is not null;
select platform.protect('cooperation.request_attachment', 'request-attachment');
grant select, insert, delete, update (message, item, name, emptied_at) on cooperation.request_attachment to tocsin_app;

-- That the other side fetched one: the reader's own word.
create table cooperation.attachment_receipt (
  id uuid primary key,
  owner uuid not null,
  attachment uuid not null,
  reader uuid not null,
  name text not null,
  at timestamptz not null,
  unique (attachment, reader),
  foreign key (attachment, owner) references cooperation.request_attachment (id, owner) on delete cascade,
  check (reader <> owner)
);
alter table cooperation.attachment_receipt enable row level security;
alter table cooperation.attachment_receipt force row level security;
create policy visible on cooperation.attachment_receipt for select to tocsin_app
  using (owner = (select platform.acting()) or reader = (select platform.acting()));
create policy added on cooperation.attachment_receipt for insert to tocsin_app
  with check (reader = (select platform.acting()) and platform.granted('request-attachment', attachment));
grant select, insert on cooperation.attachment_receipt to tocsin_app;
