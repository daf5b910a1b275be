-- Written by scripts/schema.mjs from the migrations; never by hand.

create table analysis.campaign (
  id uuid not null,
  owner uuid not null,
  name text,
  title text,
  state text not null,
  kind text not null default 'unknown'::text,
  brand text,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  reports integer not null default 0,
  told integer not null default 0,
  burst_at timestamp with time zone,
  merged_into uuid,
  made_by text not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((made_by = ANY (ARRAY['machine'::text, 'person'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((reports >= 0)),
  CHECK ((state = ANY (ARRAY['growing'::text, 'silent'::text, 'closed'::text])))
);
CREATE INDEX campaign_by_last ON analysis.campaign USING btree (owner, last_at DESC, id DESC);
CREATE INDEX campaign_by_size ON analysis.campaign USING btree (owner, reports DESC, id DESC);
CREATE INDEX campaign_growing ON analysis.campaign USING btree (owner, last_at) WHERE (state = 'growing'::text);
alter table analysis.campaign enable row level security, force row level security;
create policy added on analysis.campaign for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.campaign for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.campaign for select to tocsin_dump using (true);
create policy erased_whole on analysis.campaign for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.campaign for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.campaign for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('campaign'::text, id)));
grant insert, select, update on analysis.campaign to tocsin_app;

create table analysis.campaign_change (
  id uuid not null,
  owner uuid not null,
  campaign uuid not null,
  act text not null,
  others uuid[] not null,
  reports integer not null,
  by_kind text not null,
  by text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (campaign) REFERENCES analysis.campaign(id),
  CHECK ((act = ANY (ARRAY['merged'::text, 'split'::text, 'added'::text, 'undone'::text])))
);
CREATE INDEX campaign_change_by_campaign ON analysis.campaign_change USING btree (owner, campaign, at DESC, id DESC);
alter table analysis.campaign_change enable row level security, force row level security;
create policy added on analysis.campaign_change for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.campaign_change for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.campaign_change for select to tocsin_dump using (true);
create policy erased_whole on analysis.campaign_change for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.campaign_change for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.campaign_change for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on analysis.campaign_change to tocsin_app;

create table analysis.campaign_hour (
  campaign uuid not null,
  owner uuid not null,
  hour timestamp with time zone not null,
  reports integer not null,
  PRIMARY KEY (campaign, hour),
  FOREIGN KEY (campaign) REFERENCES analysis.campaign(id)
);
CREATE INDEX campaign_hour_latest ON analysis.campaign_hour USING btree (owner, hour DESC);
alter table analysis.campaign_hour enable row level security, force row level security;
create policy added on analysis.campaign_hour for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.campaign_hour for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.campaign_hour for select to tocsin_dump using (true);
create policy erased_whole on analysis.campaign_hour for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.campaign_hour for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.campaign_hour for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on analysis.campaign_hour to tocsin_app;

create table analysis.campaign_move (
  change uuid not null,
  report uuid not null,
  owner uuid not null,
  left_campaign uuid,
  came_to uuid,
  was_pinned boolean not null,
  was_placed_by text not null,
  PRIMARY KEY (change, report),
  FOREIGN KEY (change) REFERENCES analysis.campaign_change(id)
);
alter table analysis.campaign_move enable row level security, force row level security;
create policy added on analysis.campaign_move for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.campaign_move for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.campaign_move for select to tocsin_dump using (true);
create policy erased_whole on analysis.campaign_move for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.campaign_move for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.campaign_move for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on analysis.campaign_move to tocsin_app;

create table analysis.day_count (
  owner uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (owner)
);
alter table analysis.day_count enable row level security, force row level security;
create policy added on analysis.day_count for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.day_count for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.day_count for select to tocsin_dump using (true);
create policy erased_whole on analysis.day_count for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.day_count for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.day_count for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on analysis.day_count to tocsin_app;

create table analysis.day_due (
  id bigint not null generated as identity,
  owner uuid not null,
  day date not null,
  PRIMARY KEY (id)
);
CREATE INDEX day_due_of ON analysis.day_due USING btree (owner, id);
alter table analysis.day_due enable row level security, force row level security;
create policy added on analysis.day_due for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.day_due for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.day_due for select to tocsin_dump using (true);
create policy erased_whole on analysis.day_due for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on analysis.day_due for select to tocsin_finder using (true);
create policy removed on analysis.day_due for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.day_due for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on analysis.day_due to tocsin_app;
grant select on analysis.day_due to tocsin_finder;

create table analysis.finding (
  id uuid not null,
  owner uuid not null,
  report uuid not null,
  observation uuid,
  code text not null,
  severity text not null,
  params jsonb not null default '{}'::jsonb,
  rests jsonb not null default '[]'::jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (observation) REFERENCES analysis.observation(id) ON DELETE CASCADE,
  CHECK ((severity = ANY (ARRAY['info'::text, 'low'::text, 'medium'::text, 'high'::text])))
);
CREATE INDEX finding_by_code ON analysis.finding USING btree (owner, code, report);
CREATE INDEX finding_by_report ON analysis.finding USING btree (report);
alter table analysis.finding enable row level security, force row level security;
create policy added on analysis.finding for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.finding for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.finding for select to tocsin_dump using (true);
create policy erased_whole on analysis.finding for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on analysis.finding for select to tocsin_finder using (true);
create policy removed on analysis.finding for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.finding for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, report)));
grant delete, insert, select on analysis.finding to tocsin_app;
grant select on analysis.finding to tocsin_finder;
grant update (params) on analysis.finding to tocsin_app;

create table analysis.indicator (
  report uuid not null,
  kind text not null,
  value text not null,
  owner uuid not null,
  PRIMARY KEY (report, kind, value),
  CHECK ((kind = ANY (ARRAY['url'::text, 'domain'::text, 'host'::text, 'address'::text, 'file'::text, 'sender'::text, 'subject'::text, 'brand'::text]))),
  CHECK (((length(value) >= 1) AND (length(value) <= 500)))
);
CREATE INDEX indicator_by_value ON analysis.indicator USING btree (owner, kind, value, report);
alter table analysis.indicator enable row level security, force row level security;
create policy added on analysis.indicator for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.indicator for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.indicator for select to tocsin_dump using (true);
create policy erased_whole on analysis.indicator for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on analysis.indicator for select to tocsin_finder using (true);
create policy removed on analysis.indicator for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.indicator for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, report)));
grant delete, insert, select on analysis.indicator to tocsin_app;
grant select on analysis.indicator to tocsin_finder;

create table analysis.lesson (
  id uuid not null,
  owner uuid not null,
  report uuid,
  "position" integer not null,
  taught text not null,
  kind text,
  teacher_kind text not null,
  teacher text not null,
  at timestamp with time zone not null,
  traits integer not null,
  places integer[] not null,
  shares real[] not null,
  shipped real not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['legitimate'::text, 'marketing'::text, 'spam'::text, 'scam'::text, 'phishing'::text, 'malware'::text, 'bounce'::text]))),
  CHECK ((taught = ANY (ARRAY['wanted'::text, 'unwanted'::text])))
);
CREATE INDEX lesson_by_age ON analysis.lesson USING btree (owner, at DESC, id DESC);
CREATE INDEX lesson_by_report ON analysis.lesson USING btree (report);
CREATE INDEX lesson_valid ON analysis.lesson USING btree (owner, id DESC) WHERE (revoked_at IS NULL);
CREATE UNIQUE INDEX lesson_in_force ON analysis.lesson USING btree (report, "position") WHERE ((revoked_at IS NULL) AND (report IS NOT NULL));
alter table analysis.lesson enable row level security, force row level security;
create policy added on analysis.lesson for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.lesson for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.lesson for select to tocsin_dump using (true);
create policy erased_whole on analysis.lesson for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.lesson for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.lesson for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on analysis.lesson to tocsin_app;
grant update (report) on analysis.lesson to tocsin_app;
grant update (revoked_at) on analysis.lesson to tocsin_app;
grant update (revoked_by) on analysis.lesson to tocsin_app;

create table analysis.membership (
  report uuid not null,
  owner uuid not null,
  campaign uuid not null,
  received_at timestamp with time zone not null,
  why jsonb not null default '[]'::jsonb,
  placed_by text not null,
  pinned boolean not null default false,
  at timestamp with time zone not null,
  PRIMARY KEY (report),
  FOREIGN KEY (campaign) REFERENCES analysis.campaign(id),
  CHECK ((placed_by = ANY (ARRAY['machine'::text, 'person'::text])))
);
CREATE INDEX membership_by_campaign ON analysis.membership USING btree (owner, campaign, received_at DESC, report DESC);
alter table analysis.membership enable row level security, force row level security;
create policy added on analysis.membership for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.membership for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.membership for select to tocsin_dump using (true);
create policy erased_whole on analysis.membership for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.membership for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.membership for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on analysis.membership to tocsin_app;

create table analysis.observation (
  id uuid not null,
  owner uuid not null,
  report uuid not null,
  "position" integer not null,
  item uuid,
  analyser text not null,
  reading jsonb not null,
  dns jsonb not null default '[]'::jsonb,
  at timestamp with time zone not null,
  UNIQUE (report, "position"),
  PRIMARY KEY (id)
);
alter table analysis.observation enable row level security, force row level security;
create policy added on analysis.observation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.observation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.observation for select to tocsin_dump using (true);
create policy erased_whole on analysis.observation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.observation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.observation for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, report)));
grant delete, insert, select on analysis.observation to tocsin_app;
grant update (dns) on analysis.observation to tocsin_app;
grant update (reading) on analysis.observation to tocsin_app;

create table analysis.placed (
  owner uuid not null,
  reports integer not null,
  groups integer not null,
  PRIMARY KEY (owner)
);
alter table analysis.placed enable row level security, force row level security;
create policy added on analysis.placed for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.placed for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.placed for select to tocsin_dump using (true);
create policy erased_whole on analysis.placed for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.placed for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.placed for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on analysis.placed to tocsin_app;

create table analysis.posting (
  owner uuid not null,
  key bigint not null,
  reports integer not null,
  groups integer not null,
  latest uuid[] not null,
  PRIMARY KEY (owner, key)
);
alter table analysis.posting enable row level security, force row level security;
create policy added on analysis.posting for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.posting for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.posting for select to tocsin_dump using (true);
create policy erased_whole on analysis.posting for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.posting for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.posting for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on analysis.posting to tocsin_app;

create table analysis.report_day (
  owner uuid not null,
  day date not null,
  what text not null,
  value text not null,
  reports integer not null,
  PRIMARY KEY (owner, what, day, value) INCLUDE (reports),
  CHECK ((reports > 0)),
  CHECK ((what = ANY (ARRAY['all'::text, 'kind'::text, 'severity'::text, 'country'::text, 'network'::text, 'brand'::text, 'language'::text, 'channel'::text])))
);
CREATE INDEX report_day_of ON analysis.report_day USING btree (owner, day);
alter table analysis.report_day enable row level security, force row level security;
create policy added on analysis.report_day for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.report_day for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.report_day for select to tocsin_dump using (true);
create policy erased_whole on analysis.report_day for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on analysis.report_day for select to tocsin_finder using (true);
create policy removed on analysis.report_day for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.report_day for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on analysis.report_day to tocsin_app;
grant select on analysis.report_day to tocsin_finder;

create table analysis.report_month (
  owner uuid not null,
  month date not null,
  what text not null,
  value text not null,
  reports integer not null,
  PRIMARY KEY (owner, what, month, value) INCLUDE (reports),
  CHECK ((month = (date_trunc('month'::text, (month)::timestamp without time zone))::date)),
  CHECK ((reports > 0))
);
CREATE INDEX report_month_of ON analysis.report_month USING btree (owner, month);
alter table analysis.report_month enable row level security, force row level security;
create policy added on analysis.report_month for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.report_month for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.report_month for select to tocsin_dump using (true);
create policy erased_whole on analysis.report_month for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.report_month for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.report_month for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on analysis.report_month to tocsin_app;

create table analysis.search_text (
  report uuid not null,
  owner uuid not null,
  received_at timestamp with time zone not null,
  tokens tsvector not null,
  PRIMARY KEY (report)
);
CREATE INDEX search_text_tokens ON analysis.search_text USING gin (tokens);
alter table analysis.search_text enable row level security, force row level security;
create policy added on analysis.search_text for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.search_text for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.search_text for select to tocsin_dump using (true);
create policy erased_whole on analysis.search_text for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on analysis.search_text for select to tocsin_finder using (true);
create policy removed on analysis.search_text for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.search_text for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, report)));
grant delete, insert, select, update on analysis.search_text to tocsin_app;
grant select on analysis.search_text to tocsin_finder;

create table analysis.separation (
  report uuid not null,
  campaign uuid not null,
  owner uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (report, campaign),
  FOREIGN KEY (campaign) REFERENCES analysis.campaign(id)
);
CREATE INDEX separation_by_campaign ON analysis.separation USING btree (campaign);
alter table analysis.separation enable row level security, force row level security;
create policy added on analysis.separation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.separation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.separation for select to tocsin_dump using (true);
create policy erased_whole on analysis.separation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.separation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.separation for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on analysis.separation to tocsin_app;

create table analysis.signature (
  report uuid not null,
  owner uuid not null,
  received_at timestamp with time zone not null,
  kinds smallint[] not null,
  keys bigint[] not null,
  says text[],
  posted boolean not null default false,
  stale bigint[] not null default '{}'::bigint[],
  PRIMARY KEY (report)
);
CREATE INDEX signature_waiting ON analysis.signature USING btree (owner, report) WHERE (NOT posted);
alter table analysis.signature enable row level security, force row level security;
create policy added on analysis.signature for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.signature for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.signature for select to tocsin_dump using (true);
create policy erased_whole on analysis.signature for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.signature for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.signature for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on analysis.signature to tocsin_app;

create table analysis.summary (
  report uuid not null,
  owner uuid not null,
  received_at timestamp with time zone not null,
  title text,
  from_address text,
  from_name text,
  origin_ip text,
  country text,
  asn bigint,
  network text,
  language text,
  severity text not null,
  findings integer not null,
  links integer not null,
  attachments integer not null,
  spf text not null,
  dkim text not null,
  dmarc text not null,
  arc text not null,
  analyser text not null,
  analysed_at timestamp with time zone not null,
  verdict text,
  unwanted real,
  PRIMARY KEY (report),
  CHECK ((severity = ANY (ARRAY['none'::text, 'info'::text, 'low'::text, 'medium'::text, 'high'::text]))),
  CHECK (((unwanted >= (0)::double precision) AND (unwanted <= (1)::double precision))),
  CHECK ((verdict = ANY (ARRAY['legitimate'::text, 'marketing'::text, 'spam'::text, 'scam'::text, 'phishing'::text, 'malware'::text, 'bounce'::text, 'unknown'::text])))
);
CREATE INDEX summary_by_arrival ON analysis.summary USING btree (owner, received_at DESC, report DESC);
CREATE INDEX summary_by_country ON analysis.summary USING btree (owner, country, received_at DESC, report DESC);
CREATE INDEX summary_by_language ON analysis.summary USING btree (owner, language, received_at DESC, report DESC) WHERE (language IS NOT NULL);
CREATE INDEX summary_by_network ON analysis.summary USING btree (owner, asn, received_at DESC, report DESC) WHERE (asn IS NOT NULL);
CREATE INDEX summary_by_severity ON analysis.summary USING btree (owner, severity, received_at DESC, report DESC);
CREATE INDEX summary_by_verdict ON analysis.summary USING btree (owner, verdict, received_at DESC, report DESC);
alter table analysis.summary enable row level security, force row level security;
create policy added on analysis.summary for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.summary for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.summary for select to tocsin_dump using (true);
create policy erased_whole on analysis.summary for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on analysis.summary for select to tocsin_finder using (true);
create policy removed on analysis.summary for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.summary for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, report)));
grant delete, insert, select, update on analysis.summary to tocsin_app;
grant select on analysis.summary to tocsin_finder;

create table analysis.teaching (
  owner uuid not null,
  version bigint not null,
  PRIMARY KEY (owner)
);
alter table analysis.teaching enable row level security, force row level security;
create policy added on analysis.teaching for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on analysis.teaching for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on analysis.teaching for select to tocsin_dump using (true);
create policy erased_whole on analysis.teaching for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on analysis.teaching for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on analysis.teaching for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on analysis.teaching to tocsin_app;

create table auth.challenge (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  PRIMARY KEY (id)
);
CREATE INDEX challenge_by_identifier ON auth.challenge USING btree (identifier);
grant delete, insert, select, update on auth.challenge to tocsin_auth;

create table auth.credential (
  id uuid not null,
  login uuid not null,
  account_id text not null,
  provider text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  PRIMARY KEY (id),
  FOREIGN KEY (login) REFERENCES auth.login(id) ON DELETE CASCADE
);
CREATE INDEX credential_by_login ON auth.credential USING btree (login);
grant delete, insert, select, update on auth.credential to tocsin_auth;

create table auth.login (
  id uuid not null,
  email text not null,
  name text not null default ''::text,
  email_verified boolean not null default false,
  image text,
  second_factor boolean not null default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  UNIQUE (email),
  PRIMARY KEY (id),
  CHECK ((email = lower(email)))
);
grant delete, insert, select, update on auth.login to tocsin_auth;

create table auth.passkey (
  id uuid not null,
  login uuid not null,
  name text,
  public_key text not null,
  credential text not null,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamp with time zone default now(),
  UNIQUE (credential),
  PRIMARY KEY (id),
  FOREIGN KEY (login) REFERENCES auth.login(id) ON DELETE CASCADE
);
CREATE INDEX passkey_by_login ON auth.passkey USING btree (login);
grant delete, insert, select, update on auth.passkey to tocsin_auth;

create table auth.recovery (
  hash bytea not null,
  login uuid not null,
  reset_factors boolean not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  PRIMARY KEY (hash),
  FOREIGN KEY (login) REFERENCES auth.login(id) ON DELETE CASCADE
);
grant delete, insert, select, update on auth.recovery to tocsin_auth;

create table auth.second_factor (
  id uuid not null,
  login uuid not null,
  secret text not null,
  recovery_codes text not null,
  verified boolean not null default true,
  failures integer not null default 0,
  locked_until timestamp with time zone,
  UNIQUE (login),
  PRIMARY KEY (id),
  FOREIGN KEY (login) REFERENCES auth.login(id) ON DELETE CASCADE
);
grant delete, insert, select, update on auth.second_factor to tocsin_auth;

create table auth.session (
  id uuid not null,
  login uuid not null,
  token text not null,
  network text,
  user_agent text,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  means text,
  UNIQUE (token),
  PRIMARY KEY (id),
  FOREIGN KEY (login) REFERENCES auth.login(id) ON DELETE CASCADE,
  CHECK ((means = ANY (ARRAY['password'::text, 'code'::text, 'recovery-code'::text, 'passkey'::text])))
);
CREATE INDEX session_by_login ON auth.session USING btree (login);
grant delete, insert, select, update on auth.session to tocsin_auth;

create table auth.spent_code (
  login uuid not null,
  code text not null,
  until timestamp with time zone not null,
  PRIMARY KEY (login, code),
  FOREIGN KEY (login) REFERENCES auth.login(id) ON DELETE CASCADE
);
grant delete, insert, select, update on auth.spent_code to tocsin_auth;

create table auth.throttle (
  key bytea not null,
  failures integer not null,
  at timestamp with time zone not null,
  blocked_until timestamp with time zone,
  PRIMARY KEY (key)
);
CREATE INDEX throttle_by_age ON auth.throttle USING btree (at);
grant delete, insert, select, update on auth.throttle to tocsin_auth;

create table cases.action (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  origin uuid not null,
  kind text not null,
  state text not null,
  recipient_name text,
  recipient_address text,
  recipient_party uuid,
  recipient_contact uuid,
  recipient_role text,
  recipient_format text,
  recipient_language text,
  things jsonb not null default '[]'::jsonb,
  options jsonb not null default '{}'::jsonb,
  draft_hash text,
  proposed_by text not null,
  proposed_at timestamp with time zone not null,
  ground text,
  approved_by text,
  approved_at timestamp with time zone,
  rule uuid,
  ended_by text,
  ended_why text,
  state_at timestamp with time zone not null,
  outcome text,
  reference text,
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id),
  FOREIGN KEY (rule) REFERENCES cases.action_rule(id),
  CHECK ((kind = ANY (ARRAY['notify'::text, 'take-down'::text, 'tell-customer'::text, 'refer'::text, 'warn-affected'::text, 'block'::text, 'submit-sample'::text, 'hotline'::text, 'reply'::text]))),
  CHECK ((recipient_format = ANY (ARRAY['xarf'::text, 'arf'::text, 'text'::text]))),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX action_by_case ON cases.action USING btree (owner, "case", proposed_at DESC, id DESC);
CREATE INDEX action_by_rule ON cases.action USING btree (owner, rule, approved_at) WHERE (rule IS NOT NULL);
CREATE INDEX action_by_state ON cases.action USING btree (owner, state, state_at DESC, id DESC);
alter table cases.action enable row level security, force row level security;
create policy added on cases.action for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.action for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.action for select to tocsin_dump using (true);
create policy erased_whole on cases.action for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.action for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.action for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases.action to tocsin_app;

create table cases.action_rule (
  id uuid not null,
  owner uuid not null,
  action_kind text not null,
  case_kinds text[] not null,
  roles text[] not null,
  per_day integer not null,
  until timestamp with time zone,
  note text not null default ''::text,
  set_by text not null,
  set_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((per_day >= 1) AND (per_day <= 10000)))
);
CREATE INDEX action_rule_by_owner ON cases.action_rule USING btree (owner, set_at DESC, id DESC);
alter table cases.action_rule enable row level security, force row level security;
create policy added on cases.action_rule for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.action_rule for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.action_rule for select to tocsin_dump using (true);
create policy erased_whole on cases.action_rule for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.action_rule for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.action_rule for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.action_rule to tocsin_app;
grant update (ended_at) on cases.action_rule to tocsin_app;
grant update (ended_by) on cases.action_rule to tocsin_app;

create table cases.bulk (
  id uuid not null,
  owner uuid not null,
  act jsonb not null,
  state text not null,
  total integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  undone integer not null default 0,
  kept integer not null default 0,
  actor jsonb not null,
  at timestamp with time zone not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX bulk_by_owner ON cases.bulk USING btree (owner, at DESC, id DESC);
alter table cases.bulk enable row level security, force row level security;
create policy added on cases.bulk for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.bulk for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.bulk for select to tocsin_dump using (true);
create policy erased_whole on cases.bulk for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.bulk for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.bulk for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases.bulk to tocsin_app;

create table cases.bulk_result (
  owner uuid not null,
  bulk uuid not null,
  "position" integer not null,
  "case" uuid not null,
  state text not null default 'waiting'::text,
  code text,
  before jsonb,
  PRIMARY KEY (owner, bulk, "position"),
  FOREIGN KEY (bulk) REFERENCES cases.bulk(id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'refused'::text, 'undone'::text, 'kept'::text])))
);
CREATE INDEX bulk_result_waiting ON cases.bulk_result USING btree (owner, bulk, state, "position");
alter table cases.bulk_result enable row level security, force row level security;
create policy added on cases.bulk_result for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.bulk_result for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.bulk_result for select to tocsin_dump using (true);
create policy erased_whole on cases.bulk_result for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.bulk_result for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.bulk_result for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.bulk_result to tocsin_app;
grant update (before) on cases.bulk_result to tocsin_app;
grant update (code) on cases.bulk_result to tocsin_app;
grant update (state) on cases.bulk_result to tocsin_app;

create table cases."case" (
  id uuid not null,
  owner uuid not null,
  year integer not null,
  number integer not null,
  code text not null,
  title text not null,
  kind text not null,
  state text not null,
  assignee uuid,
  opened_by text not null,
  opened_how text not null,
  opened_at timestamp with time zone not null,
  since timestamp with time zone not null,
  last_at timestamp with time zone not null,
  due_at timestamp with time zone,
  due_told_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_why text,
  merged_into uuid,
  state_before text,
  recurred integer not null default 0,
  harm double precision not null,
  rank bigint not null,
  emptied_at timestamp with time zone,
  reports integer not null default 0,
  campaigns integer not null default 0,
  items integer not null default 0,
  parties integer not null default 0,
  notes integer not null default 0,
  tasks_open integer not null default 0,
  actions_open integer not null default 0,
  replies_unread integer not null default 0,
  UNIQUE (owner, code),
  UNIQUE (owner, year, number),
  PRIMARY KEY (id),
  CHECK (((closed_at IS NOT NULL) = (state = ANY (ARRAY['closed'::text, 'merged'::text])))),
  CHECK (((merged_into IS NOT NULL) = (state = 'merged'::text))),
  CHECK ((closed_why = ANY (ARRAY['done'::text, 'silent'::text, 'no-abuse'::text, 'out-of-reach'::text, 'declined'::text, 'merged'::text]))),
  CHECK (((harm >= (0)::double precision) AND (harm <= (100)::double precision))),
  CHECK ((kind = ANY (ARRAY['phishing'::text, 'scam'::text, 'malware'::text, 'spam'::text, 'marketing'::text, 'spyware'::text, 'abusive-traffic'::text, 'compromise'::text, 'child-material'::text, 'other'::text]))),
  CHECK ((opened_how = ANY (ARRAY['triage'::text, 'hand'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'acting'::text, 'waiting'::text, 'closed'::text, 'merged'::text])))
);
CREATE INDEX case_by_assignee ON cases."case" USING btree (owner, assignee, rank DESC, id DESC) WHERE (closed_at IS NULL);
CREATE INDEX case_by_closing ON cases."case" USING btree (owner, closed_at, id) WHERE (closed_at IS NOT NULL);
CREATE INDEX case_by_due ON cases."case" USING btree (owner, due_at, id) WHERE ((closed_at IS NULL) AND (due_at IS NOT NULL));
CREATE INDEX case_by_last ON cases."case" USING btree (owner, last_at DESC, id DESC);
CREATE INDEX case_by_opening ON cases."case" USING btree (owner, opened_at DESC, id DESC);
CREATE INDEX case_by_rank ON cases."case" USING btree (owner, rank DESC, id DESC) WHERE (closed_at IS NULL);
CREATE INDEX case_by_rank_any ON cases."case" USING btree (owner, rank DESC, id DESC);
CREATE INDEX case_by_silence ON cases."case" USING btree (owner, last_at, id) WHERE (closed_at IS NULL);
CREATE INDEX case_merged ON cases."case" USING btree (merged_into) WHERE (merged_into IS NOT NULL);
alter table cases."case" enable row level security, force row level security;
create policy added on cases."case" for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases."case" for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases."case" for select to tocsin_dump using (true);
create policy erased_whole on cases."case" for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on cases."case" for select to tocsin_finder using (true);
create policy removed on cases."case" for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases."case" for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases."case" to tocsin_app;
grant select on cases."case" to tocsin_finder;

create table cases.case_campaign (
  owner uuid not null,
  campaign uuid not null,
  "case" uuid not null,
  origin uuid not null,
  name text not null default ''::text,
  reports integer not null,
  at timestamp with time zone not null,
  told_at timestamp with time zone not null,
  by_actor text not null,
  PRIMARY KEY (owner, campaign),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id)
);
CREATE INDEX case_campaign_by_case ON cases.case_campaign USING btree (owner, "case", at DESC, campaign DESC);
alter table cases.case_campaign enable row level security, force row level security;
create policy added on cases.case_campaign for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.case_campaign for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.case_campaign for select to tocsin_dump using (true);
create policy erased_whole on cases.case_campaign for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.case_campaign for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.case_campaign for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on cases.case_campaign to tocsin_app;

create table cases.case_item (
  owner uuid not null,
  "case" uuid not null,
  item uuid not null,
  origin uuid not null,
  at timestamp with time zone not null,
  by_actor text not null,
  PRIMARY KEY (owner, "case", item),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id)
);
CREATE INDEX case_item_by_case ON cases.case_item USING btree (owner, "case", at DESC, item DESC);
alter table cases.case_item enable row level security, force row level security;
create policy added on cases.case_item for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.case_item for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.case_item for select to tocsin_dump using (true);
create policy erased_whole on cases.case_item for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.case_item for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.case_item for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cases.case_item to tocsin_app;
grant update ("case") on cases.case_item to tocsin_app;

create table cases.case_link (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  other uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  by_actor text not null,
  UNIQUE (owner, "case", other),
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (other) REFERENCES cases."case"(id),
  CHECK (("case" <> other)),
  CHECK ((kind = ANY (ARRAY['related'::text, 'follows'::text, 'part-of'::text])))
);
CREATE INDEX case_link_by_other ON cases.case_link USING btree (owner, other);
alter table cases.case_link enable row level security, force row level security;
create policy added on cases.case_link for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.case_link for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.case_link for select to tocsin_dump using (true);
create policy erased_whole on cases.case_link for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.case_link for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.case_link for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cases.case_link to tocsin_app;

create table cases.case_party (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  origin uuid not null,
  role text not null,
  party uuid,
  name text not null,
  address text,
  note text,
  at timestamp with time zone not null,
  by_actor text not null,
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id),
  CHECK ((role = ANY (ARRAY['victim'::text, 'reporter'::text, 'customer'::text, 'network'::text, 'host'::text, 'registrar'::text, 'registry'::text, 'authority'::text, 'cert'::text, 'brand'::text, 'suspect'::text, 'other'::text])))
);
CREATE INDEX case_party_by_case ON cases.case_party USING btree (owner, "case", at DESC, id DESC);
alter table cases.case_party enable row level security, force row level security;
create policy added on cases.case_party for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.case_party for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.case_party for select to tocsin_dump using (true);
create policy erased_whole on cases.case_party for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.case_party for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.case_party for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on cases.case_party to tocsin_app;

create table cases.case_report (
  owner uuid not null,
  report uuid not null,
  "case" uuid not null,
  origin uuid not null,
  at timestamp with time zone not null,
  by_actor text not null,
  PRIMARY KEY (owner, report),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id)
);
CREATE INDEX case_report_by_case ON cases.case_report USING btree (owner, "case", at DESC, report DESC);
alter table cases.case_report enable row level security, force row level security;
create policy added on cases.case_report for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.case_report for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.case_report for select to tocsin_dump using (true);
create policy erased_whole on cases.case_report for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.case_report for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.case_report for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cases.case_report to tocsin_app;
grant update ("case") on cases.case_report to tocsin_app;

create table cases.entry (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  what text not null,
  params jsonb not null default '{}'::jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id)
);
CREATE INDEX entry_by_case ON cases.entry USING btree (owner, "case", at DESC, id DESC);
alter table cases.entry enable row level security, force row level security;
create policy added on cases.entry for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.entry for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.entry for select to tocsin_dump using (true);
create policy erased_whole on cases.entry for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.entry for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.entry for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.entry to tocsin_app;

create table cases.harm_input (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  name text not null,
  value jsonb,
  source text not null,
  by_actor text not null,
  reason text,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  CHECK (((source = 'machine'::text) OR (reason IS NOT NULL))),
  CHECK ((source = ANY (ARRAY['machine'::text, 'person'::text])))
);
CREATE INDEX harm_input_by_case ON cases.harm_input USING btree (owner, "case", at, id);
alter table cases.harm_input enable row level security, force row level security;
create policy added on cases.harm_input for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.harm_input for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.harm_input for select to tocsin_dump using (true);
create policy erased_whole on cases.harm_input for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.harm_input for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.harm_input for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.harm_input to tocsin_app;
grant update (reason) on cases.harm_input to tocsin_app;

create table cases.look (
  id uuid not null,
  owner uuid not null,
  action uuid not null,
  thing uuid,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  what text not null,
  found text not null,
  status integer,
  count integer,
  PRIMARY KEY (id),
  FOREIGN KEY (action) REFERENCES cases.lookback(action),
  FOREIGN KEY (thing) REFERENCES cases.lookback_thing(id),
  CHECK ((what = ANY (ARRAY['thing'::text, 'reports'::text, 'answer'::text])))
);
CREATE INDEX look_by_action ON cases.look USING btree (owner, action, at DESC, id DESC);
alter table cases.look enable row level security, force row level security;
create policy added on cases.look for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.look for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.look for select to tocsin_dump using (true);
create policy erased_whole on cases.look for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.look for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.look for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.look to tocsin_app;

create table cases.lookback (
  action uuid not null,
  owner uuid not null,
  begun_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  replied_at timestamp with time zone,
  first_report_at timestamp with time zone,
  last_report_at timestamp with time zone,
  reports_since integer not null default 0,
  gone_at timestamp with time zone,
  silent_at timestamp with time zone,
  looked_at timestamp with time zone,
  looks integer not null default 0,
  next_at timestamp with time zone,
  ended_why text,
  PRIMARY KEY (action),
  FOREIGN KEY (action) REFERENCES cases.action(id),
  CHECK (((next_at IS NULL) = (ended_why IS NOT NULL))),
  CHECK ((ended_why = ANY (ARRAY['settled'::text, 'over'::text, 'withdrawn'::text, 'no-abuse'::text])))
);
CREATE INDEX lookback_by_sending ON cases.lookback USING btree (owner, sent_at DESC, action DESC) WHERE (sent_at IS NOT NULL);
CREATE INDEX lookback_due ON cases.lookback USING btree (owner, next_at) WHERE (next_at IS NOT NULL);
alter table cases.lookback enable row level security, force row level security;
create policy added on cases.lookback for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.lookback for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.lookback for select to tocsin_dump using (true);
create policy erased_whole on cases.lookback for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.lookback for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.lookback for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases.lookback to tocsin_app;

create table cases.lookback_side (
  action uuid not null,
  owner uuid not null,
  side text not null,
  key text not null,
  name text not null,
  sent_at timestamp with time zone not null,
  kind text not null,
  role text,
  answered boolean not null,
  seen boolean not null,
  gone_at timestamp with time zone,
  silent boolean not null,
  there boolean not null,
  reported_at timestamp with time zone,
  waits integer not null,
  quiet integer not null,
  PRIMARY KEY (action, side, key),
  FOREIGN KEY (action) REFERENCES cases.lookback(action),
  CHECK ((side = ANY (ARRAY['all'::text, 'network'::text, 'host'::text, 'registrar'::text, 'country'::text])))
);
CREATE INDEX lookback_side_by_key ON cases.lookback_side USING btree (owner, side, key, sent_at DESC, action DESC) INCLUDE (name, kind, role, answered, seen, gone_at, silent, there, reported_at, waits, quiet);
CREATE INDEX lookback_side_by_sending ON cases.lookback_side USING btree (owner, side, sent_at);
alter table cases.lookback_side enable row level security, force row level security;
create policy added on cases.lookback_side for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.lookback_side for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.lookback_side for select to tocsin_dump using (true);
create policy erased_whole on cases.lookback_side for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.lookback_side for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.lookback_side for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cases.lookback_side to tocsin_app;

create table cases.lookback_thing (
  id uuid not null,
  owner uuid not null,
  action uuid not null,
  digest text not null,
  network text,
  network_name text,
  host text,
  registrar text,
  country text,
  seen_at timestamp with time zone,
  gone_at timestamp with time zone,
  gone_sure boolean not null default false,
  found text not null,
  status integer,
  looked_at timestamp with time zone not null,
  UNIQUE (action, digest),
  PRIMARY KEY (id),
  FOREIGN KEY (action) REFERENCES cases.lookback(action),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX lookback_thing_by_owner ON cases.lookback_thing USING btree (owner, action);
alter table cases.lookback_thing enable row level security, force row level security;
create policy added on cases.lookback_thing for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.lookback_thing for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.lookback_thing for select to tocsin_dump using (true);
create policy erased_whole on cases.lookback_thing for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.lookback_thing for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.lookback_thing for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases.lookback_thing to tocsin_app;

create table cases.merge (
  id uuid not null,
  owner uuid not null,
  kept uuid not null,
  merged uuid not null,
  at timestamp with time zone not null,
  by_actor text not null,
  undone_at timestamp with time zone,
  undone_by text,
  PRIMARY KEY (id),
  FOREIGN KEY (kept) REFERENCES cases."case"(id),
  FOREIGN KEY (merged) REFERENCES cases."case"(id)
);
CREATE INDEX merge_by_kept ON cases.merge USING btree (owner, kept, at DESC);
CREATE UNIQUE INDEX merge_in_force ON cases.merge USING btree (owner, merged) WHERE (undone_at IS NULL);
alter table cases.merge enable row level security, force row level security;
create policy added on cases.merge for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.merge for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.merge for select to tocsin_dump using (true);
create policy erased_whole on cases.merge for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.merge for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.merge for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.merge to tocsin_app;
grant update (undone_at) on cases.merge to tocsin_app;
grant update (undone_by) on cases.merge to tocsin_app;

create table cases.note (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  origin uuid not null,
  audience text not null,
  text text not null,
  by_kind text not null,
  by_actor text not null,
  at timestamp with time zone not null,
  changed_at timestamp with time zone,
  removed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id),
  CHECK ((audience = ANY (ARRAY['internal'::text, 'partners'::text])))
);
CREATE INDEX note_by_case ON cases.note USING btree (owner, "case", at DESC, id DESC);
alter table cases.note enable row level security, force row level security;
create policy added on cases.note for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.note for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.note for select to tocsin_dump using (true);
create policy erased_whole on cases.note for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.note for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.note for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on cases.note to tocsin_app;

create table cases.outcome (
  id uuid not null,
  owner uuid not null,
  action uuid not null,
  "case" uuid not null,
  kind text not null,
  detail text,
  reference text,
  at timestamp with time zone not null,
  by_actor text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (action) REFERENCES cases.action(id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  CHECK ((kind = ANY (ARRAY['sent'::text, 'failed'::text, 'acknowledged'::text, 'answered'::text, 'acted'::text, 'refused'::text, 'no-answer'::text, 'published'::text, 'expired'::text])))
);
CREATE INDEX outcome_by_action ON cases.outcome USING btree (owner, action, at, id);
alter table cases.outcome enable row level security, force row level security;
create policy added on cases.outcome for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.outcome for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.outcome for select to tocsin_dump using (true);
create policy erased_whole on cases.outcome for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.outcome for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.outcome for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cases.outcome to tocsin_app;
grant update (detail) on cases.outcome to tocsin_app;
grant update (reference) on cases.outcome to tocsin_app;

create table cases.search_text (
  "case" uuid not null,
  owner uuid not null,
  tokens tsvector not null,
  PRIMARY KEY ("case"),
  FOREIGN KEY ("case") REFERENCES cases."case"(id)
);
CREATE INDEX search_text_tokens ON cases.search_text USING gin (tokens);
alter table cases.search_text enable row level security, force row level security;
create policy added on cases.search_text for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.search_text for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.search_text for select to tocsin_dump using (true);
create policy erased_whole on cases.search_text for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on cases.search_text for select to tocsin_finder using (true);
create policy removed on cases.search_text for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.search_text for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on cases.search_text to tocsin_app;
grant select on cases.search_text to tocsin_finder;

create table cases.sequence (
  owner uuid not null,
  year integer not null,
  last integer not null,
  PRIMARY KEY (owner, year),
  CHECK ((last > 0))
);
alter table cases.sequence enable row level security, force row level security;
create policy added on cases.sequence for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.sequence for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.sequence for select to tocsin_dump using (true);
create policy erased_whole on cases.sequence for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.sequence for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.sequence for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases.sequence to tocsin_app;

create table cases.settings (
  owner uuid not null,
  silence_days integer not null,
  near_hours integer not null,
  triage boolean not null,
  triage_reports integer not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner),
  CHECK (((near_hours >= 1) AND (near_hours <= 720))),
  CHECK (((silence_days >= 1) AND (silence_days <= 3650))),
  CHECK (((triage_reports >= 1) AND (triage_reports <= 100000)))
);
alter table cases.settings enable row level security, force row level security;
create policy added on cases.settings for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.settings for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.settings for select to tocsin_dump using (true);
create policy erased_whole on cases.settings for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.settings for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.settings for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cases.settings to tocsin_app;

create table cases.task (
  id uuid not null,
  owner uuid not null,
  "case" uuid not null,
  origin uuid not null,
  title text not null,
  state text not null default 'open'::text,
  assignee uuid,
  due_at timestamp with time zone,
  due_told_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id),
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'dropped'::text])))
);
CREATE INDEX task_by_assignee ON cases.task USING btree (owner, assignee, created_at DESC, id DESC) WHERE (state = 'open'::text);
CREATE INDEX task_by_case ON cases.task USING btree (owner, "case", created_at DESC, id DESC);
CREATE INDEX task_by_due ON cases.task USING btree (owner, due_at, id) WHERE ((state = 'open'::text) AND (due_at IS NOT NULL));
CREATE INDEX task_by_opening ON cases.task USING btree (owner, created_at DESC, id DESC) WHERE (state = 'open'::text);
alter table cases.task enable row level security, force row level security;
create policy added on cases.task for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.task for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.task for select to tocsin_dump using (true);
create policy erased_whole on cases.task for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.task for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.task for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on cases.task to tocsin_app;

create table cases.watcher (
  owner uuid not null,
  "case" uuid not null,
  person uuid not null,
  origin uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (owner, "case", person),
  FOREIGN KEY ("case") REFERENCES cases."case"(id),
  FOREIGN KEY (origin) REFERENCES cases."case"(id)
);
CREATE INDEX watcher_by_person ON cases.watcher USING btree (owner, person, "case");
alter table cases.watcher enable row level security, force row level security;
create policy added on cases.watcher for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cases.watcher for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cases.watcher for select to tocsin_dump using (true);
create policy erased_whole on cases.watcher for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cases.watcher for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cases.watcher for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cases.watcher to tocsin_app;

create table cooperation.announcement (
  id uuid not null,
  owner uuid not null,
  title text not null,
  text text not null,
  language text not null,
  audience text not null,
  at timestamp with time zone not null,
  by text not null,
  PRIMARY KEY (id),
  CHECK ((audience = ANY (ARRAY['agencies'::text, 'industry'::text, 'members'::text]))),
  CHECK (((length(language) >= 2) AND (length(language) <= 35))),
  CHECK (((length(text) >= 1) AND (length(text) <= 50000))),
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX announcement_in_order ON cooperation.announcement USING btree (owner, at DESC, id DESC);
alter table cooperation.announcement enable row level security, force row level security;
create policy added on cooperation.announcement for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.announcement for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.announcement for select to tocsin_dump using (true);
create policy erased_whole on cooperation.announcement for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.announcement for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.announcement for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('announcement'::text) g(object)))));
grant insert, select on cooperation.announcement to tocsin_app;
grant update (text) on cooperation.announcement to tocsin_app;
grant update (title) on cooperation.announcement to tocsin_app;

create table cooperation.answer (
  sheet uuid not null,
  owner uuid not null,
  code text not null,
  choice text,
  amount numeric,
  words text not null default ''::text,
  PRIMARY KEY (sheet, code),
  FOREIGN KEY (sheet) REFERENCES cooperation.answer_sheet(id) ON DELETE CASCADE,
  CHECK ((abs(amount) < '1000000000000000'::numeric)),
  CHECK (((length(choice) >= 1) AND (length(choice) <= 60))),
  CHECK ((length(words) <= 10000))
);
alter table cooperation.answer enable row level security, force row level security;
create policy added on cooperation.answer for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.answer for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.answer for select to tocsin_dump using (true);
create policy erased_whole on cooperation.answer for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.answer for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.answer for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (sheet IN ( SELECT g.object
   FROM platform.granted_objects('answer-sheet'::text) g(object)))));
grant delete, insert, select on cooperation.answer to tocsin_app;
grant update (words) on cooperation.answer to tocsin_app;

create table cooperation.answer_sheet (
  id uuid not null,
  owner uuid not null,
  round uuid not null,
  member uuid not null,
  version integer not null,
  state text not null,
  joint boolean not null default false,
  audience text not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  submitted_at timestamp with time zone,
  submitted_by text,
  superseded_at timestamp with time zone,
  UNIQUE (round, member, version),
  PRIMARY KEY (id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (round) REFERENCES cooperation.questionnaire_round(id),
  CHECK ((audience = ANY (ARRAY['agencies'::text, 'members'::text]))),
  CHECK (((state = 'draft'::text) = (submitted_at IS NULL))),
  CHECK (((state = 'superseded'::text) = (superseded_at IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'superseded'::text]))),
  CHECK ((version > 0))
);
CREATE INDEX answer_sheet_by_member ON cooperation.answer_sheet USING btree (member, submitted_at DESC) WHERE (state = 'submitted'::text);
CREATE UNIQUE INDEX answer_sheet_draft ON cooperation.answer_sheet USING btree (round, member) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX answer_sheet_submitted ON cooperation.answer_sheet USING btree (round, member) WHERE (state = 'submitted'::text);
alter table cooperation.answer_sheet enable row level security, force row level security;
create policy added on cooperation.answer_sheet for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.answer_sheet for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.answer_sheet for select to tocsin_dump using (true);
create policy erased_whole on cooperation.answer_sheet for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.answer_sheet for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.answer_sheet for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('answer-sheet'::text) g(object)))));
grant delete, insert, select on cooperation.answer_sheet to tocsin_app;
grant update (audience) on cooperation.answer_sheet to tocsin_app;
grant update (changed_at) on cooperation.answer_sheet to tocsin_app;
grant update (changed_by) on cooperation.answer_sheet to tocsin_app;
grant update (joint) on cooperation.answer_sheet to tocsin_app;
grant update (state) on cooperation.answer_sheet to tocsin_app;
grant update (submitted_at) on cooperation.answer_sheet to tocsin_app;
grant update (submitted_by) on cooperation.answer_sheet to tocsin_app;
grant update (superseded_at) on cooperation.answer_sheet to tocsin_app;

create table cooperation.answer_source (
  sheet uuid not null,
  owner uuid not null,
  code text not null,
  place integer not null,
  law text not null,
  article text not null default ''::text,
  url text not null default ''::text,
  PRIMARY KEY (sheet, code, place),
  FOREIGN KEY (sheet, code) REFERENCES cooperation.answer(sheet, code) ON DELETE CASCADE,
  CHECK ((length(article) <= 200)),
  CHECK (((length(law) >= 1) AND (length(law) <= 300))),
  CHECK (((place >= 0) AND (place <= 49))),
  CHECK ((length(url) <= 2000))
);
alter table cooperation.answer_source enable row level security, force row level security;
create policy added on cooperation.answer_source for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.answer_source for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.answer_source for select to tocsin_dump using (true);
create policy erased_whole on cooperation.answer_source for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.answer_source for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.answer_source for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (sheet IN ( SELECT g.object
   FROM platform.granted_objects('answer-sheet'::text) g(object)))));
grant delete, insert, select on cooperation.answer_source to tocsin_app;

create table cooperation.application (
  proposal uuid not null,
  owner uuid not null,
  member uuid not null,
  organisation uuid,
  kind text not null,
  category text,
  category_other text,
  name text not null,
  country text not null,
  statement text not null,
  PRIMARY KEY (proposal),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (proposal) REFERENCES cooperation.proposal(id),
  CHECK ((kind = ANY (ARRAY['agency'::text, 'industry'::text]))),
  CHECK ((length(statement) <= 20000))
);
CREATE INDEX application_by_member ON cooperation.application USING btree (member);
CREATE INDEX application_by_organisation ON cooperation.application USING btree (owner, organisation);
alter table cooperation.application enable row level security, force row level security;
create policy added on cooperation.application for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.application for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.application for select to tocsin_dump using (true);
create policy erased_whole on cooperation.application for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.application for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.application for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (proposal IN ( SELECT g.object
   FROM platform.granted_objects('proposal'::text) g(object)))));
grant insert, select on cooperation.application to tocsin_app;
grant update (statement) on cooperation.application to tocsin_app;

create table cooperation.attachment_receipt (
  id uuid not null,
  owner uuid not null,
  attachment uuid not null,
  reader uuid not null,
  name text not null,
  at timestamp with time zone not null,
  sha256 text,
  tlp text,
  onward text,
  secrecy text[] not null default '{}'::text[],
  UNIQUE (attachment, reader),
  PRIMARY KEY (id),
  CHECK ((reader <> owner)),
  CHECK ((onward = ANY (ARRAY['none'::text, 'ask'::text, 'as-marked'::text]))),
  CHECK ((secrecy <@ ARRAY['confidential'::text, 'commercially-sensitive'::text])),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK (((tlp IS NULL) = (onward IS NULL))),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
CREATE INDEX attachment_receipt_by_reader ON cooperation.attachment_receipt USING btree (reader, sha256);
alter table cooperation.attachment_receipt enable row level security, force row level security;
create policy added on cooperation.attachment_receipt for insert to tocsin_app with check (((reader = ( SELECT platform.acting() AS acting)) AND platform.granted('request-attachment'::text, attachment)));
create policy dumped on cooperation.attachment_receipt for select to tocsin_dump using (true);
create policy erased_whole on cooperation.attachment_receipt for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.attachment_receipt for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (reader = ( SELECT platform.acting() AS acting))));
grant insert, select on cooperation.attachment_receipt to tocsin_app;

create table cooperation.block_consumer (
  id uuid not null,
  owner uuid not null,
  name text not null,
  token_hash text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  fetched_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by text,
  UNIQUE (token_hash),
  PRIMARY KEY (id),
  CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX block_consumer_by_owner ON cooperation.block_consumer USING btree (owner, made_at DESC, id DESC);
alter table cooperation.block_consumer enable row level security, force row level security;
create policy added on cooperation.block_consumer for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.block_consumer for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.block_consumer for select to tocsin_dump using (true);
create policy erased_whole on cooperation.block_consumer for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on cooperation.block_consumer for select to tocsin_finder using (true);
create policy removed on cooperation.block_consumer for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.block_consumer for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.block_consumer to tocsin_app;
grant select on cooperation.block_consumer to tocsin_finder;
grant update (fetched_at) on cooperation.block_consumer to tocsin_app;
grant update (revoked_at) on cooperation.block_consumer to tocsin_app;
grant update (revoked_by) on cooperation.block_consumer to tocsin_app;

create table cooperation.block_entry (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  value text not null,
  reason text not null,
  in_case uuid,
  release uuid not null,
  added_by text not null,
  since timestamp with time zone not null,
  listed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  ended_why text,
  PRIMARY KEY (id),
  FOREIGN KEY (release) REFERENCES cooperation.release(id),
  CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  CHECK ((length(ended_why) <= 2000)),
  CHECK ((kind = ANY (ARRAY['url'::text, 'domain'::text, 'host'::text, 'address'::text]))),
  CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  CHECK (((length(value) >= 3) AND (length(value) <= 2000)))
);
CREATE INDEX block_entry_by_ended ON cooperation.block_entry USING btree (owner, ended_at DESC) WHERE (ended_at IS NOT NULL);
CREATE INDEX block_entry_by_expiry ON cooperation.block_entry USING btree (owner, expires_at DESC);
CREATE INDEX block_entry_by_listed ON cooperation.block_entry USING btree (owner, listed_at DESC);
CREATE INDEX block_entry_by_owner ON cooperation.block_entry USING btree (owner, since DESC, id DESC);
CREATE INDEX block_entry_by_release ON cooperation.block_entry USING btree (release) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX block_entry_listed ON cooperation.block_entry USING btree (owner, kind, value) WHERE (ended_at IS NULL);
alter table cooperation.block_entry enable row level security, force row level security;
create policy added on cooperation.block_entry for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.block_entry for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.block_entry for select to tocsin_dump using (true);
create policy erased_whole on cooperation.block_entry for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.block_entry for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.block_entry for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.block_entry to tocsin_app;
grant update (added_by) on cooperation.block_entry to tocsin_app;
grant update (ended_at) on cooperation.block_entry to tocsin_app;
grant update (ended_by) on cooperation.block_entry to tocsin_app;
grant update (ended_why) on cooperation.block_entry to tocsin_app;
grant update (expires_at) on cooperation.block_entry to tocsin_app;
grant update (in_case) on cooperation.block_entry to tocsin_app;
grant update (listed_at) on cooperation.block_entry to tocsin_app;
grant update (reason) on cooperation.block_entry to tocsin_app;
grant update (release) on cooperation.block_entry to tocsin_app;
grant update (since) on cooperation.block_entry to tocsin_app;

create table cooperation.block_fetch (
  consumer uuid not null,
  owner uuid not null,
  format text not null,
  sha256 text not null,
  entries integer not null,
  size bigint not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times bigint not null default 1,
  PRIMARY KEY (consumer, format, sha256),
  FOREIGN KEY (consumer) REFERENCES cooperation.block_consumer(id),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX block_fetch_by_consumer ON cooperation.block_fetch USING btree (owner, consumer, last_at DESC);
CREATE INDEX block_fetch_by_owner ON cooperation.block_fetch USING btree (owner, last_at DESC);
alter table cooperation.block_fetch enable row level security, force row level security;
create policy added on cooperation.block_fetch for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.block_fetch for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.block_fetch for select to tocsin_dump using (true);
create policy erased_whole on cooperation.block_fetch for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.block_fetch for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.block_fetch for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.block_fetch to tocsin_app;
grant update (last_at) on cooperation.block_fetch to tocsin_app;
grant update (times) on cooperation.block_fetch to tocsin_app;

create table cooperation.block_guard (
  id uuid not null,
  owner uuid not null,
  stance text not null,
  value text not null,
  note text not null default ''::text,
  at timestamp with time zone not null,
  by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (id),
  CHECK ((length(note) <= 200)),
  CHECK ((stance = ANY (ARRAY['spare'::text, 'permit'::text]))),
  CHECK (((length(value) >= 3) AND (length(value) <= 253)))
);
CREATE INDEX block_guard_by_owner ON cooperation.block_guard USING btree (owner, at DESC);
CREATE UNIQUE INDEX block_guard_open ON cooperation.block_guard USING btree (owner, value) WHERE (ended_at IS NULL);
alter table cooperation.block_guard enable row level security, force row level security;
create policy added on cooperation.block_guard for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.block_guard for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.block_guard for select to tocsin_dump using (true);
create policy erased_whole on cooperation.block_guard for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.block_guard for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.block_guard for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.block_guard to tocsin_app;
grant update (ended_at) on cooperation.block_guard to tocsin_app;
grant update (ended_by) on cooperation.block_guard to tocsin_app;

create table cooperation.calendar_feed (
  id uuid not null,
  owner uuid not null,
  organisation uuid not null,
  person uuid not null,
  token_hash bytea not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  UNIQUE (token_hash),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX calendar_feed_open ON cooperation.calendar_feed USING btree (owner, organisation, person) WHERE (ended_at IS NULL);
alter table cooperation.calendar_feed enable row level security, force row level security;
create policy added on cooperation.calendar_feed for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.calendar_feed for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.calendar_feed for select to tocsin_dump using (true);
create policy erased_whole on cooperation.calendar_feed for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.calendar_feed for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.calendar_feed for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.calendar_feed to tocsin_app;
grant update (ended_at) on cooperation.calendar_feed to tocsin_app;

create table cooperation.call (
  id uuid not null,
  owner uuid not null,
  series uuid,
  title text not null,
  note text not null default ''::text,
  starts_at timestamp with time zone not null,
  time_zone text not null,
  duration integer not null,
  language text not null,
  link text,
  link_at timestamp with time zone,
  chair uuid,
  chair_name text not null default ''::text,
  state text not null,
  adopted_at timestamp with time zone,
  made_at timestamp with time zone not null,
  made_by text not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (chair) REFERENCES cooperation.member(id),
  FOREIGN KEY (series) REFERENCES cooperation.call_series(id),
  CHECK ((length(chair_name) <= 200)),
  CHECK (((link IS NULL) = (link_at IS NULL))),
  CHECK (((duration >= 5) AND (duration <= 1440))),
  CHECK (((length(link) <= 2000) AND (link ~~ 'https://%'::text))),
  CHECK ((length(note) <= 4000)),
  CHECK ((state = ANY (ARRAY['planned'::text, 'convened'::text, 'under-way'::text, 'held'::text, 'reported'::text, 'cancelled'::text]))),
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX call_by_series ON cooperation.call USING btree (series, starts_at DESC) WHERE (series IS NOT NULL);
CREATE INDEX call_in_order ON cooperation.call USING btree (owner, starts_at DESC, id DESC);
alter table cooperation.call enable row level security, force row level security;
create policy added on cooperation.call for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('call'::text) g(object)))));
grant insert, select on cooperation.call to tocsin_app;
grant update (adopted_at) on cooperation.call to tocsin_app;
grant update (chair) on cooperation.call to tocsin_app;
grant update (chair_name) on cooperation.call to tocsin_app;
grant update (changed_at) on cooperation.call to tocsin_app;
grant update (duration) on cooperation.call to tocsin_app;
grant update (language) on cooperation.call to tocsin_app;
grant update (link) on cooperation.call to tocsin_app;
grant update (link_at) on cooperation.call to tocsin_app;
grant update (note) on cooperation.call to tocsin_app;
grant update (starts_at) on cooperation.call to tocsin_app;
grant update (state) on cooperation.call to tocsin_app;
grant update (time_zone) on cooperation.call to tocsin_app;
grant update (title) on cooperation.call to tocsin_app;

create table cooperation.call_action (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  member uuid not null,
  name text not null,
  text text not null,
  due date,
  at timestamp with time zone not null,
  by text not null,
  done_at timestamp with time zone,
  outcome text not null default ''::text,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((length(outcome) <= 4000)),
  CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
);
CREATE INDEX call_action_by_item ON cooperation.call_action USING btree (item, at, id);
CREATE INDEX call_action_open ON cooperation.call_action USING btree (owner, due, id) WHERE (done_at IS NULL);
alter table cooperation.call_action enable row level security, force row level security;
create policy added on cooperation.call_action for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_action for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_action for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_action for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_action for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_action for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_action to tocsin_app;
grant update (done_at) on cooperation.call_action to tocsin_app;
grant update (due) on cooperation.call_action to tocsin_app;
grant update (outcome) on cooperation.call_action to tocsin_app;
grant update (text) on cooperation.call_action to tocsin_app;

create table cooperation.call_attendance (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  member uuid,
  guest uuid,
  name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (guest) REFERENCES cooperation.call_guest(id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((num_nonnulls(member, guest) = 1))
);
CREATE INDEX call_attendance_by_member ON cooperation.call_attendance USING btree (member, item) WHERE (member IS NOT NULL);
CREATE UNIQUE INDEX call_attendance_once ON cooperation.call_attendance USING btree (item, COALESCE(member, guest));
alter table cooperation.call_attendance enable row level security, force row level security;
create policy added on cooperation.call_attendance for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_attendance for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_attendance for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_attendance for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_attendance for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_attendance for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant delete, insert, select on cooperation.call_attendance to tocsin_app;
grant update (name) on cooperation.call_attendance to tocsin_app;

create table cooperation.call_attendee (
  id uuid not null,
  owner uuid not null,
  call uuid not null,
  member uuid,
  contact uuid,
  person uuid,
  guest uuid,
  name text not null,
  address text not null,
  made_at timestamp with time zone not null,
  wants boolean not null default true,
  sequence integer not null default 0,
  told text,
  told_at timestamp with time zone,
  told_starts_at timestamp with time zone,
  mail uuid,
  reached_at timestamp with time zone,
  returned_at timestamp with time zone,
  out_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  asked integer not null default 0,
  answer text not null default 'waiting'::text,
  answered_at timestamp with time zone,
  answered_stamp timestamp with time zone,
  way text,
  comment text not null default ''::text,
  delegate text,
  proposed_starts_at timestamp with time zone,
  proposed_ends_at timestamp with time zone,
  ignored text,
  ignored_at timestamp with time zone,
  reply uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  FOREIGN KEY (contact) REFERENCES cooperation.contact(id),
  FOREIGN KEY (guest) REFERENCES cooperation.call_guest(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((length(address) <= 320)),
  CHECK ((answer = ANY (ARRAY['waiting'::text, 'accepted'::text, 'tentative'::text, 'declined'::text, 'delegated'::text]))),
  CHECK ((num_nonnulls(contact, person, guest) = 1)),
  CHECK (((member IS NULL) = (guest IS NOT NULL))),
  CHECK (((answer = 'waiting'::text) = (answered_at IS NULL))),
  CHECK (((proposed_starts_at IS NULL) = (proposed_ends_at IS NULL))),
  CHECK ((length(comment) <= 2000)),
  CHECK ((length(delegate) <= 320)),
  CHECK ((ignored = ANY (ARRAY['words'::text, 'stale'::text, 'other-person'::text, 'other-call'::text, 'forged'::text, 'unreadable'::text, 'over'::text, 'out'::text]))),
  CHECK ((length(name) <= 200)),
  CHECK ((way = ANY (ARRAY['mail'::text, 'console'::text])))
);
CREATE INDEX call_attendee_by_member ON cooperation.call_attendee USING btree (member);
CREATE UNIQUE INDEX call_attendee_once ON cooperation.call_attendee USING btree (call, COALESCE(contact, person, guest), COALESCE(member, call));
alter table cooperation.call_attendee enable row level security, force row level security;
create policy added on cooperation.call_attendee for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_attendee for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_attendee for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_attendee for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_attendee for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_attendee for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.call_attendee to tocsin_app;
grant update (address) on cooperation.call_attendee to tocsin_app;
grant update (answer) on cooperation.call_attendee to tocsin_app;
grant update (answered_at) on cooperation.call_attendee to tocsin_app;
grant update (answered_stamp) on cooperation.call_attendee to tocsin_app;
grant update (asked) on cooperation.call_attendee to tocsin_app;
grant update (cancelled_at) on cooperation.call_attendee to tocsin_app;
grant update (comment) on cooperation.call_attendee to tocsin_app;
grant update (delegate) on cooperation.call_attendee to tocsin_app;
grant update (ignored) on cooperation.call_attendee to tocsin_app;
grant update (ignored_at) on cooperation.call_attendee to tocsin_app;
grant update (mail) on cooperation.call_attendee to tocsin_app;
grant update (name) on cooperation.call_attendee to tocsin_app;
grant update (out_at) on cooperation.call_attendee to tocsin_app;
grant update (proposed_ends_at) on cooperation.call_attendee to tocsin_app;
grant update (proposed_starts_at) on cooperation.call_attendee to tocsin_app;
grant update (reached_at) on cooperation.call_attendee to tocsin_app;
grant update (reply) on cooperation.call_attendee to tocsin_app;
grant update (returned_at) on cooperation.call_attendee to tocsin_app;
grant update (sequence) on cooperation.call_attendee to tocsin_app;
grant update (told) on cooperation.call_attendee to tocsin_app;
grant update (told_at) on cooperation.call_attendee to tocsin_app;
grant update (told_starts_at) on cooperation.call_attendee to tocsin_app;
grant update (wants) on cooperation.call_attendee to tocsin_app;
grant update (way) on cooperation.call_attendee to tocsin_app;

create table cooperation.call_decision (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  kind text not null,
  text text not null,
  at timestamp with time zone not null,
  by text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  CHECK ((kind = ANY (ARRAY['decision'::text, 'recommendation'::text]))),
  CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
);
CREATE INDEX call_decision_by_item ON cooperation.call_decision USING btree (item, at, id);
alter table cooperation.call_decision enable row level security, force row level security;
create policy added on cooperation.call_decision for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_decision for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_decision for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_decision for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_decision for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_decision for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_decision to tocsin_app;
grant update (text) on cooperation.call_decision to tocsin_app;

create table cooperation.call_figure (
  report uuid not null,
  period date not null,
  owner uuid not null,
  item uuid not null,
  value double precision not null,
  PRIMARY KEY (report, period),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (report) REFERENCES cooperation.call_report(id)
);
alter table cooperation.call_figure enable row level security, force row level security;
create policy added on cooperation.call_figure for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_figure for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_figure for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_figure for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_figure for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_figure for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_figure to tocsin_app;

create table cooperation.call_file (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  paper uuid not null,
  evidence uuid not null,
  name text not null,
  media_type text not null,
  sha256 text not null,
  size bigint not null,
  at timestamp with time zone not null,
  by text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (evidence) REFERENCES evidence.item(id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (paper) REFERENCES cooperation.call_paper(id),
  CHECK ((length(media_type) <= 100)),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((size > 0))
);
CREATE INDEX call_file_by_evidence ON cooperation.call_file USING btree (owner, evidence);
CREATE INDEX call_file_by_item ON cooperation.call_file USING btree (item, at, id);
CREATE INDEX call_file_by_paper ON cooperation.call_file USING btree (paper, at, id);
alter table cooperation.call_file enable row level security, force row level security;
create policy added on cooperation.call_file for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_file for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_file for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_file for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_file for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_file for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant delete, insert, select on cooperation.call_file to tocsin_app;
grant update (name) on cooperation.call_file to tocsin_app;

create table cooperation.call_guest (
  id uuid not null,
  owner uuid not null,
  call uuid not null,
  name text not null,
  body text not null default ''::text,
  mail text,
  at timestamp with time zone not null,
  by text not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  CHECK ((length(body) <= 200)),
  CHECK ((length(mail) <= 320)),
  CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE INDEX call_guest_by_call ON cooperation.call_guest USING btree (call, at, id);
alter table cooperation.call_guest enable row level security, force row level security;
create policy added on cooperation.call_guest for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_guest for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_guest for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_guest for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_guest for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_guest for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (call IN ( SELECT g.object
   FROM platform.granted_objects('call-inside'::text) g(object)))));
grant insert, select on cooperation.call_guest to tocsin_app;
grant update (body) on cooperation.call_guest to tocsin_app;
grant update (ended_at) on cooperation.call_guest to tocsin_app;
grant update (mail) on cooperation.call_guest to tocsin_app;
grant update (name) on cooperation.call_guest to tocsin_app;

create table cooperation.call_invitation (
  id uuid not null,
  owner uuid not null,
  call uuid not null,
  item uuid,
  member uuid not null,
  agency uuid not null,
  at timestamp with time zone not null,
  by text not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (agency) REFERENCES cooperation.member(id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id)
);
CREATE INDEX call_invitation_by_member ON cooperation.call_invitation USING btree (member) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX call_invitation_open ON cooperation.call_invitation USING btree (call, COALESCE(item, call), member) WHERE (ended_at IS NULL);
alter table cooperation.call_invitation enable row level security, force row level security;
create policy added on cooperation.call_invitation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_invitation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_invitation for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_invitation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_invitation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_invitation for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (call IN ( SELECT g.object
   FROM platform.granted_objects('call-inside'::text) g(object)))));
grant insert, select on cooperation.call_invitation to tocsin_app;
grant update (ended_at) on cooperation.call_invitation to tocsin_app;

create table cooperation.call_item (
  id uuid not null,
  owner uuid not null,
  call uuid not null,
  standing text,
  title text not null default ''::text,
  note text not null default ''::text,
  duration integer,
  place integer not null,
  added_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  CHECK (((standing IS NOT NULL) OR (title <> ''::text))),
  CHECK (((duration >= 1) AND (duration <= 1440))),
  CHECK ((length(note) <= 4000)),
  CHECK ((standing = ANY (ARRAY['cases'::text, 'progress'::text, 'techniques'::text, 'obstacles'::text, 'education'::text, 'training'::text]))),
  CHECK ((length(title) <= 200))
);
CREATE INDEX call_item_in_order ON cooperation.call_item USING btree (call, place, id);
CREATE UNIQUE INDEX call_item_standing ON cooperation.call_item USING btree (call, standing);
alter table cooperation.call_item enable row level security, force row level security;
create policy added on cooperation.call_item for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_item for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_item for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_item for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_item for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_item for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_item to tocsin_app;
grant update (duration) on cooperation.call_item to tocsin_app;
grant update (note) on cooperation.call_item to tocsin_app;
grant update (place) on cooperation.call_item to tocsin_app;
grant update (title) on cooperation.call_item to tocsin_app;

create table cooperation.call_minute (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  revision integer not null,
  text text not null,
  at timestamp with time zone not null,
  by text not null,
  approved_at timestamp with time zone,
  UNIQUE (item, revision),
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  CHECK ((revision > 0)),
  CHECK ((length(text) <= 50000))
);
alter table cooperation.call_minute enable row level security, force row level security;
create policy added on cooperation.call_minute for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_minute for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_minute for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_minute for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_minute for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_minute for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_minute to tocsin_app;
grant update (approved_at) on cooperation.call_minute to tocsin_app;
grant update (text) on cooperation.call_minute to tocsin_app;

create table cooperation.call_objection (
  id uuid not null,
  owner uuid not null,
  series uuid,
  call uuid,
  item uuid,
  everyone boolean not null,
  agency uuid not null,
  reason text,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (agency) REFERENCES cooperation.member(id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (series) REFERENCES cooperation.call_series(id),
  CHECK ((num_nonnulls(series, call, item) = 1)),
  CHECK (((length(reason) >= 1) AND (length(reason) <= 4000)))
);
CREATE INDEX call_objection_standing ON cooperation.call_objection USING btree (owner, at) WHERE (withdrawn_at IS NULL);
alter table cooperation.call_objection enable row level security, force row level security;
create policy added on cooperation.call_objection for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_objection for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_objection for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_objection for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_objection for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_objection for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('call-objection'::text) g(object)))));
grant insert, select on cooperation.call_objection to tocsin_app;
grant update (reason) on cooperation.call_objection to tocsin_app;
grant update (withdrawn_at) on cooperation.call_objection to tocsin_app;

create table cooperation.call_objection_member (
  objection uuid not null,
  member uuid not null,
  owner uuid not null,
  organisation uuid,
  PRIMARY KEY (objection, member),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (objection) REFERENCES cooperation.call_objection(id)
);
alter table cooperation.call_objection_member enable row level security, force row level security;
create policy added on cooperation.call_objection_member for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_objection_member for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_objection_member for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_objection_member for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_objection_member for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_objection_member for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (objection IN ( SELECT g.object
   FROM platform.granted_objects('call-objection'::text) g(object)))));
grant insert, select on cooperation.call_objection_member to tocsin_app;

create table cooperation.call_paper (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  kind text not null,
  member uuid,
  name text not null,
  title text not null,
  text text not null,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((kind = ANY (ARRAY['paper'::text, 'contribution'::text]))),
  CHECK ((length(text) <= 50000)),
  CHECK ((length(title) <= 200))
);
CREATE INDEX call_paper_by_item ON cooperation.call_paper USING btree (item, at, id);
alter table cooperation.call_paper enable row level security, force row level security;
create policy added on cooperation.call_paper for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_paper for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_paper for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_paper for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_paper for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_paper for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_paper to tocsin_app;
grant update (text) on cooperation.call_paper to tocsin_app;
grant update (title) on cooperation.call_paper to tocsin_app;
grant update (withdrawn_at) on cooperation.call_paper to tocsin_app;

create table cooperation.call_receipt (
  id uuid not null,
  owner uuid not null,
  call uuid not null,
  item uuid,
  member uuid not null,
  name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id)
);
CREATE UNIQUE INDEX call_receipt_once ON cooperation.call_receipt USING btree (call, COALESCE(item, call), member);
alter table cooperation.call_receipt enable row level security, force row level security;
create policy added on cooperation.call_receipt for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_receipt for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_receipt for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_receipt for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_receipt for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_receipt for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.call_receipt to tocsin_app;

create table cooperation.call_report (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  kind text not null,
  member uuid not null,
  name text not null,
  title text not null,
  text text not null default ''::text,
  at timestamp with time zone not null,
  by text not null,
  unit text,
  threshold double precision,
  state text,
  since_on date,
  until_on date,
  countries text[] not null default '{}'::text[],
  channels text[] not null default '{}'::text[],
  number bigint,
  partners text not null default ''::text,
  result text not null default ''::text,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((channels <@ ARRAY['mail'::text, 'messages'::text, 'calls'::text, 'chat'::text, 'web'::text, 'apps'::text])),
  CHECK (((kind = 'figures'::text) = (unit IS NOT NULL))),
  CHECK (((kind = 'figures'::text) OR (threshold IS NULL))),
  CHECK (((until_on IS NULL) OR (since_on IS NULL) OR (since_on <= until_on))),
  CHECK ((cardinality(countries) <= 60)),
  CHECK ((kind = ANY (ARRAY['cases'::text, 'techniques'::text, 'models'::text, 'figures'::text]))),
  CHECK ((number >= 0)),
  CHECK ((length(partners) <= 500)),
  CHECK ((length(result) <= 4000)),
  CHECK ((state = ANY (ARRAY['running'::text, 'reported'::text, 'acted'::text, 'proposed'::text, 'tried'::text, 'used'::text, 'ended'::text]))),
  CHECK ((length(text) <= 20000)),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK ((length(unit) <= 60))
);
CREATE INDEX call_report_by_item ON cooperation.call_report USING btree (item, at, id);
CREATE INDEX call_report_by_kind ON cooperation.call_report USING btree (owner, kind, at DESC, id DESC);
alter table cooperation.call_report enable row level security, force row level security;
create policy added on cooperation.call_report for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_report for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_report for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_report for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_report for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_report for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object)))));
grant insert, select on cooperation.call_report to tocsin_app;
grant update (text) on cooperation.call_report to tocsin_app;
grant update (title) on cooperation.call_report to tocsin_app;

create table cooperation.call_series (
  id uuid not null,
  owner uuid not null,
  name text not null,
  months integer not null,
  since timestamp with time zone not null,
  closed_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((months = ANY (ARRAY[1, 2, 3, 4, 6, 12]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE INDEX call_series_by_owner ON cooperation.call_series USING btree (owner, name);
alter table cooperation.call_series enable row level security, force row level security;
create policy added on cooperation.call_series for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_series for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_series for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_series for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_series for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_series for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('call-series'::text) g(object)))));
grant insert, select on cooperation.call_series to tocsin_app;
grant update (closed_at) on cooperation.call_series to tocsin_app;
grant update (months) on cooperation.call_series to tocsin_app;
grant update (name) on cooperation.call_series to tocsin_app;

create table cooperation.call_telling (
  id uuid not null,
  owner uuid not null,
  call uuid not null,
  what text not null,
  member uuid not null,
  name text not null,
  people integer not null,
  at timestamp with time zone not null,
  how text,
  how_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (call) REFERENCES cooperation.call(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK (((how IS NULL) = (how_at IS NULL))),
  CHECK (((length(how) >= 1) AND (length(how) <= 500))),
  CHECK ((what = ANY (ARRAY['convened'::text, 'changed'::text, 'cancelled'::text, 'ended'::text])))
);
CREATE INDEX call_telling_in_order ON cooperation.call_telling USING btree (call, at, id);
alter table cooperation.call_telling enable row level security, force row level security;
create policy added on cooperation.call_telling for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.call_telling for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.call_telling for select to tocsin_dump using (true);
create policy erased_whole on cooperation.call_telling for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.call_telling for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.call_telling for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.call_telling to tocsin_app;
grant update (how) on cooperation.call_telling to tocsin_app;
grant update (how_at) on cooperation.call_telling to tocsin_app;

create table cooperation.contact (
  id uuid not null,
  owner uuid not null,
  member uuid not null,
  role text not null,
  sector text,
  unit text not null default ''::text,
  person text not null default ''::text,
  title text not null default ''::text,
  mail text,
  phone text,
  emergency text,
  hours text not null default ''::text,
  time_zone text not null default 'UTC'::text,
  languages text[] not null default '{}'::text[],
  pgp text,
  pgp_fingerprint text,
  smime text,
  smime_fingerprint text,
  audience text not null,
  consent_on date,
  consent_until date,
  signed_on date,
  signed_by text,
  follows uuid,
  since timestamp with time zone not null,
  since_by text not null,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  doubted_at timestamp with time zone,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  ended_why text,
  pgp_since timestamp with time zone,
  pgp_by text,
  PRIMARY KEY (id),
  FOREIGN KEY (follows) REFERENCES cooperation.contact(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((audience = ANY (ARRAY['secretariat'::text, 'agencies'::text, 'members'::text, 'public'::text]))),
  CHECK (((role = 'staff'::text) = (consent_on IS NOT NULL))),
  CHECK (((role = 'staff'::text) = (signed_on IS NULL))),
  CHECK (((signed_on IS NULL) = (signed_by IS NULL))),
  CHECK (((ended_at IS NULL) = (ended_why IS NULL))),
  CHECK (((consent_until IS NULL) OR (consent_until >= consent_on))),
  CHECK (((pgp_since IS NULL) = (pgp_by IS NULL))),
  CHECK ((ended_why = ANY (ARRAY['handed-over'::text, 'ended'::text, 'left'::text, 'consent-over'::text]))),
  CHECK ((length(pgp) <= 100000)),
  CHECK ((role = ANY (ARRAY['unit'::text, 'industry'::text, 'staff'::text]))),
  CHECK ((length(smime) <= 20000))
);
CREATE INDEX contact_by_member ON cooperation.contact USING btree (member, since);
CREATE INDEX contact_open ON cooperation.contact USING btree (owner, id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX contact_designated ON cooperation.contact USING btree (owner, member) WHERE ((role = ANY (ARRAY['unit'::text, 'industry'::text])) AND (ended_at IS NULL));
alter table cooperation.contact enable row level security, force row level security;
create policy added on cooperation.contact for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.contact for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.contact for select to tocsin_dump using (true);
create policy erased_whole on cooperation.contact for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.contact for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.contact for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('contact'::text) g(object)))));
grant insert, select on cooperation.contact to tocsin_app;
grant update (audience) on cooperation.contact to tocsin_app;
grant update (changed_at) on cooperation.contact to tocsin_app;
grant update (changed_by) on cooperation.contact to tocsin_app;
grant update (confirmed_at) on cooperation.contact to tocsin_app;
grant update (confirmed_by) on cooperation.contact to tocsin_app;
grant update (consent_on) on cooperation.contact to tocsin_app;
grant update (consent_until) on cooperation.contact to tocsin_app;
grant update (doubted_at) on cooperation.contact to tocsin_app;
grant update (emergency) on cooperation.contact to tocsin_app;
grant update (ended_at) on cooperation.contact to tocsin_app;
grant update (ended_by) on cooperation.contact to tocsin_app;
grant update (ended_why) on cooperation.contact to tocsin_app;
grant update (hours) on cooperation.contact to tocsin_app;
grant update (languages) on cooperation.contact to tocsin_app;
grant update (mail) on cooperation.contact to tocsin_app;
grant update (person) on cooperation.contact to tocsin_app;
grant update (pgp) on cooperation.contact to tocsin_app;
grant update (pgp_by) on cooperation.contact to tocsin_app;
grant update (pgp_fingerprint) on cooperation.contact to tocsin_app;
grant update (pgp_since) on cooperation.contact to tocsin_app;
grant update (phone) on cooperation.contact to tocsin_app;
grant update (sector) on cooperation.contact to tocsin_app;
grant update (signed_by) on cooperation.contact to tocsin_app;
grant update (smime) on cooperation.contact to tocsin_app;
grant update (smime_fingerprint) on cooperation.contact to tocsin_app;
grant update (time_zone) on cooperation.contact to tocsin_app;
grant update (title) on cooperation.contact to tocsin_app;
grant update (unit) on cooperation.contact to tocsin_app;

create table cooperation.contact_period (
  owner uuid not null,
  confirm_days integer not null,
  answer_days integer not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner),
  CHECK (((answer_days >= 1) AND (answer_days <= 60))),
  CHECK (((confirm_days >= 7) AND (confirm_days <= 400)))
);
alter table cooperation.contact_period enable row level security, force row level security;
create policy added on cooperation.contact_period for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.contact_period for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.contact_period for select to tocsin_dump using (true);
create policy erased_whole on cooperation.contact_period for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.contact_period for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.contact_period for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('network'::text, owner)));
grant insert, select, update on cooperation.contact_period to tocsin_app;

create table cooperation.contact_test (
  id uuid not null,
  owner uuid not null,
  contact uuid not null,
  sent_at timestamp with time zone not null,
  sent_to text not null,
  mail uuid,
  token_hash bytea not null,
  due_at timestamp with time zone not null,
  result text not null,
  settled_at timestamp with time zone,
  way text,
  reply uuid,
  UNIQUE (token_hash),
  PRIMARY KEY (id),
  FOREIGN KEY (contact) REFERENCES cooperation.contact(id),
  CHECK (((result = 'waiting'::text) = (settled_at IS NULL))),
  CHECK (((result = ANY (ARRAY['answered'::text, 'doubted'::text])) = (way IS NOT NULL))),
  CHECK ((result = ANY (ARRAY['waiting'::text, 'answered'::text, 'doubted'::text, 'undelivered'::text, 'unanswered'::text]))),
  CHECK ((way = ANY (ARRAY['link'::text, 'reply'::text])))
);
CREATE INDEX contact_test_by_contact ON cooperation.contact_test USING btree (contact, sent_at DESC);
CREATE INDEX contact_test_by_mail ON cooperation.contact_test USING btree (mail);
CREATE UNIQUE INDEX contact_test_waiting ON cooperation.contact_test USING btree (contact) WHERE (result = 'waiting'::text);
alter table cooperation.contact_test enable row level security, force row level security;
create policy added on cooperation.contact_test for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.contact_test for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.contact_test for select to tocsin_dump using (true);
create policy erased_whole on cooperation.contact_test for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.contact_test for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.contact_test for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (contact IN ( SELECT g.object
   FROM platform.granted_objects('contact'::text) g(object)))));
grant insert, select on cooperation.contact_test to tocsin_app;
grant update (mail) on cooperation.contact_test to tocsin_app;
grant update (reply) on cooperation.contact_test to tocsin_app;
grant update (result) on cooperation.contact_test to tocsin_app;
grant update (sent_to) on cooperation.contact_test to tocsin_app;
grant update (settled_at) on cooperation.contact_test to tocsin_app;
grant update (way) on cooperation.contact_test to tocsin_app;

create table cooperation.country_contact (
  id uuid not null,
  owner uuid not null,
  country text not null,
  agency uuid not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  state text not null,
  stood_at timestamp with time zone,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (agency) REFERENCES cooperation.member(id),
  FOREIGN KEY (proposed_by) REFERENCES cooperation.member(id),
  CHECK (((state = ANY (ARRAY['proposed'::text, 'standing'::text])) = (ended_at IS NULL))),
  CHECK (((state <> 'standing'::text) OR (stood_at IS NOT NULL))),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'standing'::text, 'declined'::text, 'withdrawn'::text, 'lapsed'::text, 'replaced'::text])))
);
CREATE INDEX country_contact_by_country ON cooperation.country_contact USING btree (owner, country, proposed_at DESC);
CREATE UNIQUE INDEX country_contact_proposed ON cooperation.country_contact USING btree (owner, country) WHERE (state = 'proposed'::text);
CREATE UNIQUE INDEX country_contact_standing ON cooperation.country_contact USING btree (owner, country) WHERE (state = 'standing'::text);
alter table cooperation.country_contact enable row level security, force row level security;
create policy added on cooperation.country_contact for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.country_contact for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.country_contact for select to tocsin_dump using (true);
create policy erased_whole on cooperation.country_contact for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.country_contact for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.country_contact for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('country-contact'::text) g(object)))));
grant insert, select on cooperation.country_contact to tocsin_app;
grant update (ended_at) on cooperation.country_contact to tocsin_app;
grant update (state) on cooperation.country_contact to tocsin_app;
grant update (stood_at) on cooperation.country_contact to tocsin_app;

create table cooperation.country_signature (
  id uuid not null,
  owner uuid not null,
  naming uuid not null,
  agency uuid not null,
  said text not null,
  reason text,
  at timestamp with time zone not null,
  by text not null,
  UNIQUE (naming, agency),
  PRIMARY KEY (id),
  FOREIGN KEY (agency) REFERENCES cooperation.member(id),
  FOREIGN KEY (naming) REFERENCES cooperation.country_contact(id),
  CHECK (((said = 'declined'::text) = (reason IS NOT NULL))),
  CHECK ((said = ANY (ARRAY['signed'::text, 'declined'::text])))
);
alter table cooperation.country_signature enable row level security, force row level security;
create policy added on cooperation.country_signature for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.country_signature for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.country_signature for select to tocsin_dump using (true);
create policy erased_whole on cooperation.country_signature for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.country_signature for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.country_signature for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (naming IN ( SELECT g.object
   FROM platform.granted_objects('country-signatures'::text) g(object)))));
grant insert, select on cooperation.country_signature to tocsin_app;
grant update (reason) on cooperation.country_signature to tocsin_app;

create table cooperation.disclosure (
  id uuid not null,
  owner uuid not null,
  member uuid not null,
  version integer not null,
  state text not null,
  channel text not null,
  address text not null default ''::text,
  languages text[] not null default '{}'::text[],
  needs text[] not null default '{}'::text[],
  emergency text not null default ''::text,
  emergency_hours integer,
  note text not null default ''::text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  published_at timestamp with time zone,
  published_by text,
  superseded_at timestamp with time zone,
  UNIQUE (member, version),
  PRIMARY KEY (id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((channel = ANY (ARRAY['mail'::text, 'portal'::text, 'post'::text, 'phone'::text]))),
  CHECK (((state = 'draft'::text) = (published_at IS NULL))),
  CHECK (((state = 'superseded'::text) = (superseded_at IS NOT NULL))),
  CHECK (((emergency_hours >= 1) AND (emergency_hours <= 720))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'in-force'::text, 'superseded'::text]))),
  CHECK ((version > 0))
);
CREATE INDEX disclosure_by_owner ON cooperation.disclosure USING btree (owner, state, member);
CREATE UNIQUE INDEX disclosure_draft ON cooperation.disclosure USING btree (member) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX disclosure_in_force ON cooperation.disclosure USING btree (member) WHERE (state = 'in-force'::text);
alter table cooperation.disclosure enable row level security, force row level security;
create policy added on cooperation.disclosure for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.disclosure for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.disclosure for select to tocsin_dump using (true);
create policy erased_whole on cooperation.disclosure for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.disclosure for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.disclosure for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('disclosure'::text) g(object)))));
grant delete, insert, select on cooperation.disclosure to tocsin_app;
grant update (address) on cooperation.disclosure to tocsin_app;
grant update (changed_at) on cooperation.disclosure to tocsin_app;
grant update (changed_by) on cooperation.disclosure to tocsin_app;
grant update (channel) on cooperation.disclosure to tocsin_app;
grant update (emergency) on cooperation.disclosure to tocsin_app;
grant update (emergency_hours) on cooperation.disclosure to tocsin_app;
grant update (languages) on cooperation.disclosure to tocsin_app;
grant update (needs) on cooperation.disclosure to tocsin_app;
grant update (note) on cooperation.disclosure to tocsin_app;
grant update (published_at) on cooperation.disclosure to tocsin_app;
grant update (published_by) on cooperation.disclosure to tocsin_app;
grant update (state) on cooperation.disclosure to tocsin_app;
grant update (superseded_at) on cooperation.disclosure to tocsin_app;

create table cooperation.disclosure_line (
  disclosure uuid not null,
  owner uuid not null,
  category text not null,
  asker text not null,
  given text not null,
  grounds text[] not null default '{}'::text[],
  condition text not null default ''::text,
  days integer,
  kept_days integer,
  cost text not null default ''::text,
  told text not null,
  PRIMARY KEY (disclosure, category, asker),
  FOREIGN KEY (disclosure) REFERENCES cooperation.disclosure(id) ON DELETE CASCADE,
  CHECK ((asker = ANY (ARRAY['domestic'::text, 'foreign'::text]))),
  CHECK ((category = ANY (ARRAY['subscriber'::text, 'traffic'::text, 'payment'::text, 'registration'::text, 'content'::text, 'logs'::text]))),
  CHECK (((days >= 0) AND (days <= 3650))),
  CHECK ((given = ANY (ARRAY['yes'::text, 'conditions'::text, 'no'::text]))),
  CHECK (((kept_days >= 0) AND (kept_days <= 36500))),
  CHECK ((told = ANY (ARRAY['never'::text, 'before'::text, 'after'::text, 'unless-forbidden'::text])))
);
alter table cooperation.disclosure_line enable row level security, force row level security;
create policy added on cooperation.disclosure_line for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.disclosure_line for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.disclosure_line for select to tocsin_dump using (true);
create policy erased_whole on cooperation.disclosure_line for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.disclosure_line for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.disclosure_line for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (disclosure IN ( SELECT g.object
   FROM platform.granted_objects('disclosure'::text) g(object)))));
grant delete, insert, select on cooperation.disclosure_line to tocsin_app;

create table cooperation.draft (
  release uuid not null,
  owner uuid not null,
  version integer not null,
  sha256 text not null,
  bytes bytea not null,
  outline jsonb not null,
  at timestamp with time zone not null,
  PRIMARY KEY (release, version),
  FOREIGN KEY (release) REFERENCES cooperation.release(id),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX draft_by_age ON cooperation.draft USING btree (owner, at);
CREATE INDEX draft_by_hash ON cooperation.draft USING btree (release, sha256);
alter table cooperation.draft enable row level security, force row level security;
create policy added on cooperation.draft for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.draft for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.draft for select to tocsin_dump using (true);
create policy erased_whole on cooperation.draft for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.draft for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.draft for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('release'::text, release)));
grant delete, insert, select on cooperation.draft to tocsin_app;

create table cooperation.duty_period (
  owner uuid not null,
  questionnaire_days integer not null,
  report_days integer not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  term_days integer not null default 730,
  PRIMARY KEY (owner),
  CHECK (((questionnaire_days >= 1) AND (questionnaire_days <= 3650))),
  CHECK (((report_days >= 1) AND (report_days <= 3650))),
  CHECK (((term_days >= 30) AND (term_days <= 3650)))
);
alter table cooperation.duty_period enable row level security, force row level security;
create policy added on cooperation.duty_period for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.duty_period for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.duty_period for select to tocsin_dump using (true);
create policy erased_whole on cooperation.duty_period for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.duty_period for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.duty_period for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.duty_period to tocsin_app;
grant update (changed_at) on cooperation.duty_period to tocsin_app;
grant update (changed_by) on cooperation.duty_period to tocsin_app;
grant update (questionnaire_days) on cooperation.duty_period to tocsin_app;
grant update (report_days) on cooperation.duty_period to tocsin_app;
grant update (term_days) on cooperation.duty_period to tocsin_app;

create table cooperation.edition (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  number integer,
  title text not null,
  text text not null,
  sha256 text not null,
  proposal uuid,
  accession_days integer,
  procedures_by text,
  procedures_days integer,
  work_plan_by text,
  work_plan_days integer,
  agencies_learn text,
  made_at timestamp with time zone not null,
  made_by text not null,
  since timestamp with time zone,
  until timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((accession_days >= 1) AND (accession_days <= 365))),
  CHECK ((agencies_learn = ANY (ARRAY['nothing'::text, 'number'::text, 'names'::text]))),
  CHECK (((number IS NULL) = (since IS NULL))),
  CHECK (((until IS NULL) OR (until >= since))),
  CHECK ((num_nulls(accession_days, procedures_by, procedures_days, work_plan_by, work_plan_days, agencies_learn) =
CASE kind
    WHEN 'procedures'::text THEN 0
    ELSE 6
END)),
  CHECK ((kind = ANY (ARRAY['instrument'::text, 'procedures'::text, 'work-plan'::text]))),
  CHECK ((number > 0)),
  CHECK ((procedures_by = ANY (ARRAY['agencies'::text, 'members'::text]))),
  CHECK (((procedures_days >= 1) AND (procedures_days <= 365))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((length(text) <= 100000)),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK ((work_plan_by = ANY (ARRAY['agencies'::text, 'members'::text]))),
  CHECK (((work_plan_days >= 1) AND (work_plan_days <= 365)))
);
CREATE INDEX edition_by_proposal ON cooperation.edition USING btree (proposal);
CREATE UNIQUE INDEX edition_in_force ON cooperation.edition USING btree (owner, kind) WHERE ((since IS NOT NULL) AND (until IS NULL));
CREATE UNIQUE INDEX edition_number ON cooperation.edition USING btree (owner, kind, number);
alter table cooperation.edition enable row level security, force row level security;
create policy added on cooperation.edition for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.edition for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.edition for select to tocsin_dump using (true);
create policy erased_whole on cooperation.edition for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.edition for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.edition for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('edition'::text) g(object)))));
grant insert, select on cooperation.edition to tocsin_app;
grant update (number) on cooperation.edition to tocsin_app;
grant update (since) on cooperation.edition to tocsin_app;
grant update (until) on cooperation.edition to tocsin_app;

create table cooperation.education (
  id uuid not null,
  owner uuid not null,
  member uuid,
  title text not null,
  aim text not null,
  addressed text[] not null,
  languages text[] not null,
  countries text[] not null default '{}'::text[],
  starts_on date not null,
  ends_on date,
  audience text not null,
  ended_at timestamp with time zone,
  made_at timestamp with time zone not null,
  made_by text not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK (((addressed <@ ARRAY['consumers'::text, 'businesses'::text, 'providers'::text, 'schools'::text, 'public-bodies'::text, 'other'::text]) AND (cardinality(addressed) > 0))),
  CHECK (((length(aim) >= 1) AND (length(aim) <= 20000))),
  CHECK ((audience = ANY (ARRAY['agencies'::text, 'members'::text]))),
  CHECK ((ends_on >= starts_on)),
  CHECK ((cardinality(countries) <= 250)),
  CHECK (((cardinality(languages) >= 1) AND (cardinality(languages) <= 50))),
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX education_in_order ON cooperation.education USING btree (owner, starts_on DESC, id DESC);
alter table cooperation.education enable row level security, force row level security;
create policy added on cooperation.education for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.education for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.education for select to tocsin_dump using (true);
create policy erased_whole on cooperation.education for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.education for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.education for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('training'::text) g(object)))));
grant insert, select on cooperation.education to tocsin_app;
grant update (addressed) on cooperation.education to tocsin_app;
grant update (aim) on cooperation.education to tocsin_app;
grant update (audience) on cooperation.education to tocsin_app;
grant update (changed_at) on cooperation.education to tocsin_app;
grant update (countries) on cooperation.education to tocsin_app;
grant update (ended_at) on cooperation.education to tocsin_app;
grant update (ends_on) on cooperation.education to tocsin_app;
grant update (languages) on cooperation.education to tocsin_app;
grant update (starts_on) on cooperation.education to tocsin_app;
grant update (title) on cooperation.education to tocsin_app;

create table cooperation.education_figure (
  id uuid not null,
  owner uuid not null,
  education uuid not null,
  member uuid,
  counted text not null,
  country text not null,
  asn bigint,
  since date not null,
  until date not null,
  number bigint not null,
  note text not null default ''::text,
  source text not null,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (education) REFERENCES cooperation.education(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK (((asn >= 1) AND (asn <= '4294967295'::bigint))),
  CHECK ((until > since)),
  CHECK ((counted = ANY (ARRAY['open-relays'::text, 'open-proxies'::text, 'zombies'::text]))),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((length(note) <= 2000)),
  CHECK (((number >= 0) AND (number <= '1000000000000'::bigint))),
  CHECK (((length(source) >= 1) AND (length(source) <= 500)))
);
CREATE INDEX education_figure_in_order ON cooperation.education_figure USING btree (education, since, id);
alter table cooperation.education_figure enable row level security, force row level security;
create policy added on cooperation.education_figure for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.education_figure for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.education_figure for select to tocsin_dump using (true);
create policy erased_whole on cooperation.education_figure for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.education_figure for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.education_figure for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (education IN ( SELECT g.object
   FROM platform.granted_objects('training'::text) g(object)))));
grant insert, select on cooperation.education_figure to tocsin_app;
grant update (note) on cooperation.education_figure to tocsin_app;
grant update (source) on cooperation.education_figure to tocsin_app;
grant update (withdrawn_at) on cooperation.education_figure to tocsin_app;

create table cooperation.education_partner (
  id uuid not null,
  owner uuid not null,
  education uuid not null,
  member uuid not null,
  note text not null default ''::text,
  at timestamp with time zone not null,
  by text not null,
  left_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (education) REFERENCES cooperation.education(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((length(note) <= 2000))
);
CREATE INDEX education_partner_by_member ON cooperation.education_partner USING btree (member) WHERE (left_at IS NULL);
CREATE UNIQUE INDEX education_partner_once ON cooperation.education_partner USING btree (education, member) WHERE (left_at IS NULL);
alter table cooperation.education_partner enable row level security, force row level security;
create policy added on cooperation.education_partner for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.education_partner for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.education_partner for select to tocsin_dump using (true);
create policy erased_whole on cooperation.education_partner for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.education_partner for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.education_partner for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (education IN ( SELECT g.object
   FROM platform.granted_objects('training'::text) g(object)))));
grant insert, select on cooperation.education_partner to tocsin_app;
grant update (left_at) on cooperation.education_partner to tocsin_app;
grant update (note) on cooperation.education_partner to tocsin_app;

create table cooperation.education_reach (
  id uuid not null,
  owner uuid not null,
  education uuid not null,
  member uuid,
  counted text not null,
  number bigint not null,
  note text not null default ''::text,
  source text not null,
  on_date date not null,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (education) REFERENCES cooperation.education(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((counted = ANY (ARRAY['people'::text, 'households'::text, 'views'::text, 'downloads'::text, 'broadcasts'::text, 'leaflets'::text, 'events'::text, 'other'::text]))),
  CHECK ((length(note) <= 2000)),
  CHECK (((number >= 0) AND (number <= '1000000000000'::bigint))),
  CHECK (((length(source) >= 1) AND (length(source) <= 500)))
);
CREATE INDEX education_reach_in_order ON cooperation.education_reach USING btree (education, on_date, id);
alter table cooperation.education_reach enable row level security, force row level security;
create policy added on cooperation.education_reach for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.education_reach for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.education_reach for select to tocsin_dump using (true);
create policy erased_whole on cooperation.education_reach for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.education_reach for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.education_reach for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (education IN ( SELECT g.object
   FROM platform.granted_objects('training'::text) g(object)))));
grant insert, select on cooperation.education_reach to tocsin_app;
grant update (note) on cooperation.education_reach to tocsin_app;
grant update (source) on cooperation.education_reach to tocsin_app;
grant update (withdrawn_at) on cooperation.education_reach to tocsin_app;

create table cooperation.joint_act (
  id uuid not null,
  owner uuid not null,
  joint uuid not null,
  at timestamp with time zone not null,
  what text not null,
  by_name text not null,
  name text,
  sha256 text,
  PRIMARY KEY (id),
  FOREIGN KEY (joint) REFERENCES cooperation.joint_case(id),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((what = ANY (ARRAY['opened'::text, 'invited'::text, 'invitation-withdrawn'::text, 'declined'::text, 'joined'::text, 'left'::text, 'taken-out'::text, 'lead-proposed'::text, 'lead-kept'::text, 'lead-moved'::text, 'lead-fell'::text, 'closed'::text])))
);
CREATE INDEX joint_act_in_order ON cooperation.joint_act USING btree (joint, at, id);
alter table cooperation.joint_act enable row level security, force row level security;
create policy added on cooperation.joint_act for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.joint_act for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.joint_act for select to tocsin_dump using (true);
create policy erased_whole on cooperation.joint_act for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.joint_act for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.joint_act for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('joint-act'::text, id)));
grant insert, select on cooperation.joint_act to tocsin_app;

create table cooperation.joint_case (
  id uuid not null,
  owner uuid not null,
  code text not null,
  state text not null,
  lead uuid not null,
  lead_member uuid not null,
  lead_since timestamp with time zone not null,
  proposed uuid,
  proposed_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  outcome text,
  UNIQUE (owner, code),
  PRIMARY KEY (id),
  FOREIGN KEY (lead_member) REFERENCES cooperation.member(id),
  CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  CHECK (((closed_at IS NULL) = (outcome IS NULL))),
  CHECK (((proposed IS NULL) = (proposed_at IS NULL))),
  CHECK ((code ~ '^J-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'::text)),
  CHECK ((outcome = ANY (ARRAY['stopped'::text, 'sanctioned'::text, 'prosecuted'::text, 'handed-over'::text, 'no-result'::text, 'other'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);
alter table cooperation.joint_case enable row level security, force row level security;
create policy added on cooperation.joint_case for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.joint_case for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.joint_case for select to tocsin_dump using (true);
create policy erased_whole on cooperation.joint_case for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.joint_case for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.joint_case for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('joint-case'::text) g(object)))));
grant insert, select on cooperation.joint_case to tocsin_app;
grant update (closed_at) on cooperation.joint_case to tocsin_app;
grant update (lead) on cooperation.joint_case to tocsin_app;
grant update (lead_member) on cooperation.joint_case to tocsin_app;
grant update (lead_since) on cooperation.joint_case to tocsin_app;
grant update (outcome) on cooperation.joint_case to tocsin_app;
grant update (proposed) on cooperation.joint_case to tocsin_app;
grant update (proposed_at) on cooperation.joint_case to tocsin_app;
grant update (state) on cooperation.joint_case to tocsin_app;

create table cooperation.joint_entry (
  id uuid not null,
  owner uuid not null,
  joint uuid not null,
  kind text not null,
  reach text not null,
  late boolean not null,
  tlp text not null,
  secrecy text,
  by_name text not null,
  by text not null,
  at timestamp with time zone not null,
  changed_at timestamp with time zone,
  taken_back_at timestamp with time zone,
  UNIQUE (id, owner),
  PRIMARY KEY (id),
  FOREIGN KEY (joint) REFERENCES cooperation.joint_case(id),
  CHECK ((kind = ANY (ARRAY['brief'::text, 'note'::text, 'task'::text, 'event'::text, 'outcome'::text]))),
  CHECK ((reach = ANY (ARRAY['agencies'::text, 'all'::text, 'chosen'::text]))),
  CHECK ((secrecy = ANY (ARRAY['confidential'::text, 'commercially-sensitive'::text]))),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
CREATE INDEX joint_entry_by_owner ON cooperation.joint_entry USING btree (owner, joint, at DESC);
CREATE INDEX joint_entry_in_order ON cooperation.joint_entry USING btree (joint, at DESC, id DESC);
alter table cooperation.joint_entry enable row level security, force row level security;
create policy added on cooperation.joint_entry for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.joint_entry for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.joint_entry for select to tocsin_dump using (true);
create policy erased_whole on cooperation.joint_entry for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.joint_entry for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.joint_entry for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('joint-entry'::text, id)));
grant insert, select on cooperation.joint_entry to tocsin_app;
grant update (changed_at) on cooperation.joint_entry to tocsin_app;
grant update (taken_back_at) on cooperation.joint_entry to tocsin_app;

create table cooperation.joint_file (
  id uuid not null,
  owner uuid not null,
  joint uuid not null,
  code text not null,
  state text not null,
  at timestamp with time zone not null,
  ended_at timestamp with time zone,
  "case" uuid,
  emptied_at timestamp with time zone,
  UNIQUE (owner, joint),
  PRIMARY KEY (id),
  FOREIGN KEY (joint) REFERENCES cooperation.joint_case(id),
  CHECK (((state = ANY (ARRAY['invited'::text, 'in'::text])) = (ended_at IS NULL))),
  CHECK ((state = ANY (ARRAY['invited'::text, 'in'::text, 'declined'::text, 'withdrawn'::text, 'left'::text, 'out'::text, 'closed'::text])))
);
CREATE INDEX joint_file_by_case ON cooperation.joint_file USING btree (owner, "case") WHERE ("case" IS NOT NULL);
CREATE INDEX joint_file_in_order ON cooperation.joint_file USING btree (owner, state, at DESC, id DESC);
alter table cooperation.joint_file enable row level security, force row level security;
create policy added on cooperation.joint_file for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.joint_file for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.joint_file for select to tocsin_dump using (true);
create policy erased_whole on cooperation.joint_file for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.joint_file for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.joint_file for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.joint_file to tocsin_app;
grant update (at) on cooperation.joint_file to tocsin_app;
grant update ("case") on cooperation.joint_file to tocsin_app;
grant update (emptied_at) on cooperation.joint_file to tocsin_app;
grant update (ended_at) on cooperation.joint_file to tocsin_app;
grant update (state) on cooperation.joint_file to tocsin_app;

create table cooperation.joint_party (
  id uuid not null,
  owner uuid not null,
  joint uuid not null,
  member uuid not null,
  organisation uuid not null,
  name text not null,
  country text not null,
  kind text not null,
  state text not null,
  seat uuid not null,
  invited_at timestamp with time zone not null,
  since timestamp with time zone,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (joint) REFERENCES cooperation.joint_case(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (seat) REFERENCES platform.sharing_group(id),
  CHECK (((state = ANY (ARRAY['in'::text, 'left'::text, 'out'::text])) = (since IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['invited'::text, 'in'::text])) = (ended_at IS NULL))),
  CHECK ((kind = ANY (ARRAY['agency'::text, 'industry'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((state = ANY (ARRAY['invited'::text, 'in'::text, 'declined'::text, 'withdrawn'::text, 'left'::text, 'out'::text])))
);
CREATE INDEX joint_party_by_joint ON cooperation.joint_party USING btree (joint, invited_at, id);
CREATE INDEX joint_party_by_organisation ON cooperation.joint_party USING btree (organisation) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX joint_party_once ON cooperation.joint_party USING btree (joint, organisation) WHERE (ended_at IS NULL);
alter table cooperation.joint_party enable row level security, force row level security;
create policy added on cooperation.joint_party for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.joint_party for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.joint_party for select to tocsin_dump using (true);
create policy erased_whole on cooperation.joint_party for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.joint_party for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.joint_party for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('joint-party'::text) g(object)))));
grant insert, select on cooperation.joint_party to tocsin_app;
grant update (ended_at) on cooperation.joint_party to tocsin_app;
grant update (since) on cooperation.joint_party to tocsin_app;
grant update (state) on cooperation.joint_party to tocsin_app;

create table cooperation.joint_text (
  id uuid not null,
  owner uuid not null,
  title text not null,
  text text not null,
  written_at timestamp with time zone not null,
  sha256 text not null,
  ground text,
  permitted text,
  happened_at timestamp with time zone,
  due date,
  assignee uuid,
  task_state text,
  task_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (assignee) REFERENCES cooperation.joint_party(id),
  FOREIGN KEY (id, owner) REFERENCES cooperation.joint_entry(id, owner),
  CHECK ((length(ground) <= 2000)),
  CHECK ((permitted = ANY (ARRAY['none'::text, 'contact-for-instruction'::text, 'internally-visible'::text, 'externally-visible-indirect'::text, 'externally-visible-direct'::text]))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((task_state = ANY (ARRAY['open'::text, 'under-way'::text, 'done'::text, 'dropped'::text]))),
  CHECK ((length(text) <= 20000)),
  CHECK (((length(title) >= 1) AND (length(title) <= 300)))
);
alter table cooperation.joint_text enable row level security, force row level security;
create policy added on cooperation.joint_text for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.joint_text for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.joint_text for select to tocsin_dump using (true);
create policy erased_whole on cooperation.joint_text for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.joint_text for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.joint_text for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('joint-text'::text, id)));
grant insert, select on cooperation.joint_text to tocsin_app;
grant update (assignee) on cooperation.joint_text to tocsin_app;
grant update (due) on cooperation.joint_text to tocsin_app;
grant update (ground) on cooperation.joint_text to tocsin_app;
grant update (happened_at) on cooperation.joint_text to tocsin_app;
grant update (permitted) on cooperation.joint_text to tocsin_app;
grant update (sha256) on cooperation.joint_text to tocsin_app;
grant update (task_at) on cooperation.joint_text to tocsin_app;
grant update (task_state) on cooperation.joint_text to tocsin_app;
grant update (text) on cooperation.joint_text to tocsin_app;
grant update (title) on cooperation.joint_text to tocsin_app;
grant update (written_at) on cooperation.joint_text to tocsin_app;

create table cooperation.leaving (
  id uuid not null,
  owner uuid not null,
  state text not null,
  reason text not null default ''::text,
  announced_at timestamp with time zone not null,
  announced_by text not null,
  confirmed_by text,
  cooling_at timestamp with time zone,
  due_at timestamp with time zone,
  undone_at timestamp with time zone,
  undone_by text,
  hindered text[] not null default '{}'::text[],
  begun_at timestamp with time zone,
  left_at timestamp with time zone,
  counts jsonb not null default '{}'::jsonb,
  leaf uuid,
  PRIMARY KEY (id),
  CHECK ((confirmed_by <> announced_by)),
  CHECK (((cooling_at IS NULL) = (due_at IS NULL))),
  CHECK (((state <> ALL (ARRAY['cooling'::text, 'erasing'::text, 'left'::text])) OR (due_at IS NOT NULL))),
  CHECK (((state = 'undone'::text) = (undone_at IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['erasing'::text, 'left'::text])) = (begun_at IS NOT NULL))),
  CHECK (((state = 'left'::text) = (left_at IS NOT NULL))),
  CHECK ((length(reason) <= 2000)),
  CHECK ((state = ANY (ARRAY['announced'::text, 'cooling'::text, 'undone'::text, 'erasing'::text, 'left'::text])))
);
CREATE UNIQUE INDEX leaving_once ON cooperation.leaving USING btree (owner) WHERE (state <> 'undone'::text);
alter table cooperation.leaving enable row level security, force row level security;
create policy added on cooperation.leaving for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.leaving for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.leaving for select to tocsin_dump using (true);
create policy erased_whole on cooperation.leaving for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.leaving for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.leaving for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.leaving to tocsin_app;
grant update (begun_at) on cooperation.leaving to tocsin_app;
grant update (confirmed_by) on cooperation.leaving to tocsin_app;
grant update (cooling_at) on cooperation.leaving to tocsin_app;
grant update (counts) on cooperation.leaving to tocsin_app;
grant update (due_at) on cooperation.leaving to tocsin_app;
grant update (hindered) on cooperation.leaving to tocsin_app;
grant update (leaf) on cooperation.leaving to tocsin_app;
grant update (left_at) on cooperation.leaving to tocsin_app;
grant update (state) on cooperation.leaving to tocsin_app;
grant update (undone_at) on cooperation.leaving to tocsin_app;
grant update (undone_by) on cooperation.leaving to tocsin_app;

create table cooperation.letter (
  owner uuid not null,
  kind text not null,
  language text not null,
  title text not null,
  body text not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner, kind, language),
  CHECK (((length(body) >= 1) AND (length(body) <= 10000))),
  CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text, 'ar'::text]))),
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
alter table cooperation.letter enable row level security, force row level security;
create policy added on cooperation.letter for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.letter for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.letter for select to tocsin_dump using (true);
create policy erased_whole on cooperation.letter for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.letter for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.letter for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.letter to tocsin_app;
grant update (body) on cooperation.letter to tocsin_app;
grant update (changed_at) on cooperation.letter to tocsin_app;
grant update (changed_by) on cooperation.letter to tocsin_app;
grant update (title) on cooperation.letter to tocsin_app;

create table cooperation.letter_terms (
  owner uuid not null,
  kind text not null,
  tlp text not null,
  permitted text not null,
  onward text not null,
  ground text,
  purpose text,
  days integer,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner, kind),
  CHECK (((days >= 1) AND (days <= 3650))),
  CHECK (((length(ground) >= 1) AND (length(ground) <= 2000))),
  CHECK ((kind = ANY (ARRAY['notify'::text, 'take-down'::text, 'refer'::text, 'submit-sample'::text, 'reply'::text]))),
  CHECK ((onward = ANY (ARRAY['none'::text, 'ask'::text, 'as-marked'::text]))),
  CHECK ((permitted = ANY (ARRAY['none'::text, 'contact-for-instruction'::text, 'internally-visible'::text, 'externally-visible-indirect'::text, 'externally-visible-direct'::text]))),
  CHECK (((length(purpose) >= 1) AND (length(purpose) <= 2000))),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
alter table cooperation.letter_terms enable row level security, force row level security;
create policy added on cooperation.letter_terms for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.letter_terms for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.letter_terms for select to tocsin_dump using (true);
create policy erased_whole on cooperation.letter_terms for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.letter_terms for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.letter_terms for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.letter_terms to tocsin_app;
grant update (changed_at) on cooperation.letter_terms to tocsin_app;
grant update (changed_by) on cooperation.letter_terms to tocsin_app;
grant update (days) on cooperation.letter_terms to tocsin_app;
grant update (ground) on cooperation.letter_terms to tocsin_app;
grant update (onward) on cooperation.letter_terms to tocsin_app;
grant update (permitted) on cooperation.letter_terms to tocsin_app;
grant update (purpose) on cooperation.letter_terms to tocsin_app;
grant update (tlp) on cooperation.letter_terms to tocsin_app;

create table cooperation.member (
  id uuid not null,
  owner uuid not null,
  organisation uuid,
  kind text not null,
  category text,
  category_other text,
  name text not null,
  country text not null,
  represents text not null default ''::text,
  legal_basis text not null default ''::text,
  laws text[] not null default '{}'::text[],
  powers text[] not null default '{}'::text[],
  languages text[] not null default '{}'::text[],
  time_zone text not null default 'UTC'::text,
  hours text not null default ''::text,
  website text,
  resources text[] not null default '{}'::text[],
  public boolean not null default false,
  state text not null,
  joined_at timestamp with time zone,
  left_at timestamp with time zone,
  left_why text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (id),
  CHECK (((kind = 'industry'::text) = (category IS NOT NULL))),
  CHECK (((NOT (category IS DISTINCT FROM 'other'::text)) = (category_other IS NOT NULL))),
  CHECK (((state <> 'member'::text) OR (joined_at IS NOT NULL))),
  CHECK (((state = 'left'::text) = (left_at IS NOT NULL))),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((kind = ANY (ARRAY['agency'::text, 'industry'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((state = ANY (ARRAY['applicant'::text, 'member'::text, 'refused'::text, 'left'::text])))
);
CREATE INDEX member_by_country ON cooperation.member USING btree (owner, country, kind, name);
CREATE UNIQUE INDEX member_organisation ON cooperation.member USING btree (owner, organisation) WHERE (state = ANY (ARRAY['applicant'::text, 'member'::text]));
alter table cooperation.member enable row level security, force row level security;
create policy added on cooperation.member for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.member for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.member for select to tocsin_dump using (true);
create policy erased_whole on cooperation.member for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.member for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.member for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('member'::text) g(object)))));
grant insert, select on cooperation.member to tocsin_app;
grant update (category) on cooperation.member to tocsin_app;
grant update (category_other) on cooperation.member to tocsin_app;
grant update (changed_at) on cooperation.member to tocsin_app;
grant update (changed_by) on cooperation.member to tocsin_app;
grant update (country) on cooperation.member to tocsin_app;
grant update (hours) on cooperation.member to tocsin_app;
grant update (joined_at) on cooperation.member to tocsin_app;
grant update (kind) on cooperation.member to tocsin_app;
grant update (languages) on cooperation.member to tocsin_app;
grant update (laws) on cooperation.member to tocsin_app;
grant update (left_at) on cooperation.member to tocsin_app;
grant update (left_why) on cooperation.member to tocsin_app;
grant update (legal_basis) on cooperation.member to tocsin_app;
grant update (name) on cooperation.member to tocsin_app;
grant update (organisation) on cooperation.member to tocsin_app;
grant update (powers) on cooperation.member to tocsin_app;
grant update (public) on cooperation.member to tocsin_app;
grant update (represents) on cooperation.member to tocsin_app;
grant update (resources) on cooperation.member to tocsin_app;
grant update (state) on cooperation.member to tocsin_app;
grant update (time_zone) on cooperation.member to tocsin_app;
grant update (website) on cooperation.member to tocsin_app;

create table cooperation.objection (
  id uuid not null,
  owner uuid not null,
  proposal uuid not null,
  member uuid not null,
  reason text,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  received_on date,
  PRIMARY KEY (id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (proposal) REFERENCES cooperation.proposal(id),
  CHECK (((length(reason) >= 1) AND (length(reason) <= 4000)))
);
CREATE UNIQUE INDEX objection_standing ON cooperation.objection USING btree (proposal, member) WHERE (withdrawn_at IS NULL);
alter table cooperation.objection enable row level security, force row level security;
create policy added on cooperation.objection for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.objection for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.objection for select to tocsin_dump using (true);
create policy erased_whole on cooperation.objection for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.objection for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.objection for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('objection'::text) g(object)))));
grant insert, select on cooperation.objection to tocsin_app;
grant update (reason) on cooperation.objection to tocsin_app;
grant update (withdrawn_at) on cooperation.objection to tocsin_app;

create table cooperation.office_contact (
  id uuid not null,
  owner uuid not null,
  unit text not null,
  person text not null,
  title text not null,
  mail text,
  phone text,
  emergency text,
  hours text not null,
  time_zone text not null,
  languages text[] not null,
  pgp text,
  pgp_fingerprint text,
  smime text,
  smime_fingerprint text,
  confirmed_at timestamp with time zone not null,
  confirmed_by text not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  UNIQUE (owner),
  PRIMARY KEY (id),
  CHECK (((pgp IS NULL) = (pgp_fingerprint IS NULL))),
  CHECK (((smime IS NULL) = (smime_fingerprint IS NULL))),
  CHECK ((length(emergency) <= 60)),
  CHECK ((length(hours) <= 500)),
  CHECK ((length(mail) <= 254)),
  CHECK ((length(person) <= 200)),
  CHECK ((length(phone) <= 60)),
  CHECK ((length(title) <= 200)),
  CHECK ((length(unit) <= 200))
);
alter table cooperation.office_contact enable row level security, force row level security;
create policy added on cooperation.office_contact for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.office_contact for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.office_contact for select to tocsin_dump using (true);
create policy erased_whole on cooperation.office_contact for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.office_contact for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.office_contact for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('office-contact'::text, id)));
grant insert, select on cooperation.office_contact to tocsin_app;
grant update (changed_at) on cooperation.office_contact to tocsin_app;
grant update (changed_by) on cooperation.office_contact to tocsin_app;
grant update (confirmed_at) on cooperation.office_contact to tocsin_app;
grant update (confirmed_by) on cooperation.office_contact to tocsin_app;
grant update (emergency) on cooperation.office_contact to tocsin_app;
grant update (hours) on cooperation.office_contact to tocsin_app;
grant update (languages) on cooperation.office_contact to tocsin_app;
grant update (mail) on cooperation.office_contact to tocsin_app;
grant update (person) on cooperation.office_contact to tocsin_app;
grant update (pgp) on cooperation.office_contact to tocsin_app;
grant update (pgp_fingerprint) on cooperation.office_contact to tocsin_app;
grant update (phone) on cooperation.office_contact to tocsin_app;
grant update (smime) on cooperation.office_contact to tocsin_app;
grant update (smime_fingerprint) on cooperation.office_contact to tocsin_app;
grant update (time_zone) on cooperation.office_contact to tocsin_app;
grant update (title) on cooperation.office_contact to tocsin_app;
grant update (unit) on cooperation.office_contact to tocsin_app;

create table cooperation.onward_answer (
  id uuid not null,
  owner uuid not null,
  ask uuid not null,
  asker uuid not null,
  consent boolean not null,
  reason text not null default ''::text,
  at timestamp with time zone not null,
  by_actor text not null,
  UNIQUE (ask),
  PRIMARY KEY (id),
  FOREIGN KEY (ask, asker, owner) REFERENCES cooperation.onward_ask(id, owner, copy_owner) ON DELETE CASCADE,
  CHECK ((length(reason) <= 2000))
);
CREATE INDEX onward_answer_by_owner ON cooperation.onward_answer USING btree (owner, at);
alter table cooperation.onward_answer enable row level security, force row level security;
create policy added on cooperation.onward_answer for insert to tocsin_app with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.onward_answer for update to tocsin_app using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.onward_answer for select to tocsin_dump using (true);
create policy erased_whole on cooperation.onward_answer for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.onward_answer for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (asker = ( SELECT platform.acting() AS acting))));
grant insert, select on cooperation.onward_answer to tocsin_app;
grant update (reason) on cooperation.onward_answer to tocsin_app;

create table cooperation.onward_ask (
  id uuid not null,
  owner uuid not null,
  owner_name text not null,
  copy uuid not null,
  copy_owner uuid not null,
  to_kind text not null,
  to_value uuid not null,
  to_name text not null,
  audience text[] not null,
  what text not null,
  why text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  withdrawn_at timestamp with time zone,
  share uuid,
  audience_ids uuid[],
  UNIQUE (id, owner, copy_owner),
  PRIMARY KEY (id),
  FOREIGN KEY (copy, copy_owner) REFERENCES cooperation.shared_copy(id, owner) ON DELETE CASCADE,
  FOREIGN KEY (share) REFERENCES cooperation.share(id),
  CHECK (((cardinality(audience) >= 1) AND (cardinality(audience) <= 500))),
  CHECK (((cardinality(audience_ids) >= 1) AND (cardinality(audience_ids) <= 500))),
  CHECK ((owner <> copy_owner)),
  CHECK (((share IS NULL) OR (withdrawn_at IS NULL))),
  CHECK ((to_kind = ANY (ARRAY['member'::text, 'group'::text]))),
  CHECK (((length(to_name) >= 1) AND (length(to_name) <= 200))),
  CHECK (((length(what) >= 1) AND (length(what) <= 2000))),
  CHECK (((length(why) >= 1) AND (length(why) <= 2000)))
);
CREATE INDEX onward_ask_by_copy ON cooperation.onward_ask USING btree (copy, asked_at, id);
CREATE INDEX onward_ask_by_owner ON cooperation.onward_ask USING btree (owner, asked_at);
CREATE INDEX onward_ask_by_share ON cooperation.onward_ask USING btree (share) WHERE (share IS NOT NULL);
alter table cooperation.onward_ask enable row level security, force row level security;
create policy added on cooperation.onward_ask for insert to tocsin_app with check (((owner = ( SELECT platform.acting() AS acting)) AND platform.granted('shared-copy'::text, copy)));
create policy changed on cooperation.onward_ask for update to tocsin_app using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.onward_ask for select to tocsin_dump using (true);
create policy erased_whole on cooperation.onward_ask for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.onward_ask for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (copy_owner = ( SELECT platform.acting() AS acting))));
grant insert, select on cooperation.onward_ask to tocsin_app;
grant update (share) on cooperation.onward_ask to tocsin_app;
grant update (what) on cooperation.onward_ask to tocsin_app;
grant update (why) on cooperation.onward_ask to tocsin_app;
grant update (withdrawn_at) on cooperation.onward_ask to tocsin_app;

create table cooperation.profile (
  id uuid not null,
  owner uuid not null,
  name text not null,
  rules jsonb not null,
  standard boolean not null default false,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  closed_at timestamp with time zone,
  UNIQUE (owner, name),
  PRIMARY KEY (id),
  CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
CREATE UNIQUE INDEX profile_standard ON cooperation.profile USING btree (owner) WHERE (standard AND (closed_at IS NULL));
alter table cooperation.profile enable row level security, force row level security;
create policy added on cooperation.profile for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.profile for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.profile for select to tocsin_dump using (true);
create policy erased_whole on cooperation.profile for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.profile for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.profile for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.profile to tocsin_app;
grant update (changed_at) on cooperation.profile to tocsin_app;
grant update (changed_by) on cooperation.profile to tocsin_app;
grant update (closed_at) on cooperation.profile to tocsin_app;
grant update (name) on cooperation.profile to tocsin_app;
grant update (rules) on cooperation.profile to tocsin_app;
grant update (standard) on cooperation.profile to tocsin_app;

create table cooperation.proposal (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  proposer uuid,
  reason text not null default ''::text,
  state text not null,
  proposed_at timestamp with time zone not null,
  proposed_by text not null,
  procedures uuid,
  audience text,
  window_days integer,
  agencies_learn text,
  noticed_at timestamp with time zone,
  closes_at timestamp with time zone,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (procedures) REFERENCES cooperation.edition(id),
  FOREIGN KEY (proposer) REFERENCES cooperation.member(id),
  CHECK ((agencies_learn = ANY (ARRAY['nothing'::text, 'number'::text, 'names'::text]))),
  CHECK ((audience = ANY (ARRAY['agencies'::text, 'members'::text]))),
  CHECK ((num_nulls(procedures, audience, window_days, agencies_learn, noticed_at, closes_at) = ANY (ARRAY[0, 6]))),
  CHECK (((state <> ALL (ARRAY['open'::text, 'accepted'::text, 'refused'::text])) OR (noticed_at IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['proposed'::text, 'open'::text])) = (decided_at IS NULL))),
  CHECK (((state <> ALL (ARRAY['accepted'::text, 'refused'::text])) OR (decided_at >= closes_at))),
  CHECK ((kind = ANY (ARRAY['accession'::text, 'procedures'::text, 'work-plan'::text]))),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'open'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text]))),
  CHECK (((window_days >= 1) AND (window_days <= 365)))
);
CREATE INDEX proposal_in_order ON cooperation.proposal USING btree (owner, kind, proposed_at DESC, id DESC);
CREATE INDEX proposal_open ON cooperation.proposal USING btree (owner, closes_at) WHERE (state = ANY (ARRAY['proposed'::text, 'open'::text]));
CREATE UNIQUE INDEX proposal_under_way ON cooperation.proposal USING btree (owner, kind) WHERE ((kind <> 'accession'::text) AND (state = ANY (ARRAY['proposed'::text, 'open'::text])));
alter table cooperation.proposal enable row level security, force row level security;
create policy added on cooperation.proposal for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.proposal for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.proposal for select to tocsin_dump using (true);
create policy erased_whole on cooperation.proposal for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.proposal for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.proposal for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('proposal'::text) g(object)))));
grant insert, select on cooperation.proposal to tocsin_app;
grant update (agencies_learn) on cooperation.proposal to tocsin_app;
grant update (audience) on cooperation.proposal to tocsin_app;
grant update (closes_at) on cooperation.proposal to tocsin_app;
grant update (decided_at) on cooperation.proposal to tocsin_app;
grant update (noticed_at) on cooperation.proposal to tocsin_app;
grant update (procedures) on cooperation.proposal to tocsin_app;
grant update (reason) on cooperation.proposal to tocsin_app;
grant update (state) on cooperation.proposal to tocsin_app;
grant update (window_days) on cooperation.proposal to tocsin_app;

create table cooperation.publicity (
  owner uuid not null,
  directory boolean not null,
  asking boolean not null,
  introduction text not null default ''::text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner),
  CHECK ((length(introduction) <= 2000))
);
alter table cooperation.publicity enable row level security, force row level security;
create policy added on cooperation.publicity for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.publicity for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.publicity for select to tocsin_dump using (true);
create policy erased_whole on cooperation.publicity for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.publicity for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.publicity for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('network'::text, owner)));
grant insert, select, update on cooperation.publicity to tocsin_app;

create table cooperation.question (
  questionnaire uuid not null,
  owner uuid not null,
  code text not null,
  place integer not null,
  section text not null,
  kind text not null,
  meaning text,
  options text[] not null default '{}'::text[],
  PRIMARY KEY (questionnaire, code),
  FOREIGN KEY (questionnaire) REFERENCES cooperation.questionnaire(id),
  CHECK (((kind = 'choice'::text) = (cardinality(options) > 0))),
  CHECK (((meaning IS NULL) OR (kind = 'yes-no'::text))),
  CHECK (((length(code) >= 1) AND (length(code) <= 60))),
  CHECK ((kind = ANY (ARRAY['yes-no'::text, 'choice'::text, 'number'::text, 'text'::text, 'laws'::text]))),
  CHECK ((meaning = ANY (ARRAY['may-share'::text, 'needs-agreement'::text, 'needs-secrecy'::text, 'needs-both-unlawful'::text, 'keeps-secret'::text, 'freedom-of-information'::text, 'must-disclose'::text]))),
  CHECK ((place >= 0)),
  CHECK (((length(section) >= 1) AND (length(section) <= 100)))
);
CREATE UNIQUE INDEX question_meaning ON cooperation.question USING btree (questionnaire, meaning) WHERE (meaning IS NOT NULL);
alter table cooperation.question enable row level security, force row level security;
create policy added on cooperation.question for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.question for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.question for select to tocsin_dump using (true);
create policy erased_whole on cooperation.question for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.question for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.question for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (questionnaire IN ( SELECT g.object
   FROM platform.granted_objects('questionnaire'::text) g(object)))));
grant insert, select on cooperation.question to tocsin_app;

create table cooperation.question_text (
  questionnaire uuid not null,
  owner uuid not null,
  code text not null,
  language text not null,
  text text not null,
  options text[] not null default '{}'::text[],
  PRIMARY KEY (questionnaire, code, language),
  FOREIGN KEY (questionnaire, code) REFERENCES cooperation.question(questionnaire, code),
  CHECK (((length(language) >= 2) AND (length(language) <= 35))),
  CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
);
alter table cooperation.question_text enable row level security, force row level security;
create policy added on cooperation.question_text for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.question_text for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.question_text for select to tocsin_dump using (true);
create policy erased_whole on cooperation.question_text for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.question_text for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.question_text for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (questionnaire IN ( SELECT g.object
   FROM platform.granted_objects('questionnaire'::text) g(object)))));
grant insert, select on cooperation.question_text to tocsin_app;

create table cooperation.questionnaire (
  id uuid not null,
  owner uuid not null,
  version integer not null,
  title text not null,
  sha256 text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  UNIQUE (owner, version),
  PRIMARY KEY (id),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK ((version > 0))
);
alter table cooperation.questionnaire enable row level security, force row level security;
create policy added on cooperation.questionnaire for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.questionnaire for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.questionnaire for select to tocsin_dump using (true);
create policy erased_whole on cooperation.questionnaire for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.questionnaire for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.questionnaire for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('questionnaire'::text) g(object)))));
grant insert, select on cooperation.questionnaire to tocsin_app;

create table cooperation.questionnaire_round (
  id uuid not null,
  owner uuid not null,
  questionnaire uuid not null,
  title text not null,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  closes_at timestamp with time zone not null,
  reminded_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (questionnaire) REFERENCES cooperation.questionnaire(id),
  CHECK ((closes_at > opened_at)),
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX questionnaire_round_by_questionnaire ON cooperation.questionnaire_round USING btree (questionnaire);
CREATE INDEX questionnaire_round_in_order ON cooperation.questionnaire_round USING btree (owner, opened_at DESC, id DESC);
alter table cooperation.questionnaire_round enable row level security, force row level security;
create policy added on cooperation.questionnaire_round for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.questionnaire_round for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.questionnaire_round for select to tocsin_dump using (true);
create policy erased_whole on cooperation.questionnaire_round for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.questionnaire_round for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.questionnaire_round for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('questionnaire-round'::text) g(object)))));
grant insert, select on cooperation.questionnaire_round to tocsin_app;
grant update (closes_at) on cooperation.questionnaire_round to tocsin_app;
grant update (reminded_at) on cooperation.questionnaire_round to tocsin_app;
grant update (title) on cooperation.questionnaire_round to tocsin_app;

create table cooperation.register_entry (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  member uuid,
  country text,
  title text not null,
  text text not null default ''::text,
  state text,
  on_date date,
  year integer,
  law_kinds text[] not null default '{}'::text[],
  powers text[] not null default '{}'::text[],
  court text not null default ''::text,
  outcome text not null default ''::text,
  amount numeric,
  collected numeric,
  currency text,
  affected text[] not null default '{}'::text[],
  responsible uuid,
  solution text not null default ''::text,
  topic text,
  until date,
  body text not null default ''::text,
  source text not null default ''::text,
  source_url text not null default ''::text,
  source_on date,
  audience text not null,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  withdrawn_at timestamp with time zone,
  item uuid,
  by_name text not null default ''::text,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES cooperation.call_item(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (responsible) REFERENCES cooperation.member(id),
  CHECK ((cardinality(affected) <= 250)),
  CHECK (((amount >= (0)::numeric) AND (amount < '1000000000000000'::numeric))),
  CHECK ((audience = ANY (ARRAY['agencies'::text, 'members'::text, 'item'::text]))),
  CHECK ((length(body) <= 200)),
  CHECK ((length(by_name) <= 200)),
  CHECK (
CASE kind
    WHEN 'law'::text THEN (state = ANY (ARRAY['planned'::text, 'draft'::text, 'before-parliament'::text, 'adopted'::text, 'in-force'::text, 'repealed'::text]))
    WHEN 'obstacle'::text THEN (state = ANY (ARRAY['open'::text, 'solving'::text, 'solved'::text]))
    WHEN 'offer'::text THEN (state = ANY (ARRAY['open'::text, 'matched'::text, 'ended'::text]))
    WHEN 'ask'::text THEN (state = ANY (ARRAY['open'::text, 'matched'::text, 'ended'::text]))
    ELSE (state IS NULL)
END),
  CHECK (((kind = ANY (ARRAY['offer'::text, 'ask'::text])) = (topic IS NOT NULL))),
  CHECK (((kind <> ALL (ARRAY['law'::text, 'fines'::text, 'judgment'::text])) OR (country IS NOT NULL))),
  CHECK (((num_nonnulls(amount, collected) = 0) OR (currency IS NOT NULL))),
  CHECK (((audience = 'item'::text) = (item IS NOT NULL))),
  CHECK (((item IS NULL) OR (kind = 'obstacle'::text))),
  CHECK (((collected >= (0)::numeric) AND (collected < '1000000000000000'::numeric))),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((length(court) <= 300)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((kind = ANY (ARRAY['law'::text, 'fines'::text, 'judgment'::text, 'obstacle'::text, 'offer'::text, 'ask'::text, 'report'::text]))),
  CHECK ((length(outcome) <= 5000)),
  CHECK ((length(solution) <= 20000)),
  CHECK ((length(source) <= 500)),
  CHECK ((length(source_url) <= 2000)),
  CHECK ((length(text) <= 20000)),
  CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  CHECK ((topic = ANY (ARRAY['legislation'::text, 'investigation'::text, 'technique'::text, 'training'::text, 'equipment'::text, 'translation'::text, 'funding'::text, 'other'::text]))),
  CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE INDEX register_entry_by_country ON cooperation.register_entry USING btree (owner, country, kind) WHERE (withdrawn_at IS NULL);
CREATE INDEX register_entry_by_item ON cooperation.register_entry USING btree (item, made_at, id) WHERE (item IS NOT NULL);
CREATE INDEX register_entry_by_member ON cooperation.register_entry USING btree (member);
CREATE INDEX register_entry_in_order ON cooperation.register_entry USING btree (owner, kind, changed_at DESC, id DESC) WHERE (withdrawn_at IS NULL);
alter table cooperation.register_entry enable row level security, force row level security;
create policy added on cooperation.register_entry for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.register_entry for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.register_entry for select to tocsin_dump using (true);
create policy erased_whole on cooperation.register_entry for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.register_entry for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.register_entry for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('register-entry'::text) g(object))) OR ((item IS NOT NULL) AND (withdrawn_at IS NULL) AND (item IN ( SELECT g.object
   FROM platform.granted_objects('call-item'::text) g(object))))));
grant insert, select on cooperation.register_entry to tocsin_app;
grant update (affected) on cooperation.register_entry to tocsin_app;
grant update (amount) on cooperation.register_entry to tocsin_app;
grant update (audience) on cooperation.register_entry to tocsin_app;
grant update (body) on cooperation.register_entry to tocsin_app;
grant update (by_name) on cooperation.register_entry to tocsin_app;
grant update (changed_at) on cooperation.register_entry to tocsin_app;
grant update (changed_by) on cooperation.register_entry to tocsin_app;
grant update (collected) on cooperation.register_entry to tocsin_app;
grant update (country) on cooperation.register_entry to tocsin_app;
grant update (court) on cooperation.register_entry to tocsin_app;
grant update (currency) on cooperation.register_entry to tocsin_app;
grant update (law_kinds) on cooperation.register_entry to tocsin_app;
grant update (on_date) on cooperation.register_entry to tocsin_app;
grant update (outcome) on cooperation.register_entry to tocsin_app;
grant update (powers) on cooperation.register_entry to tocsin_app;
grant update (responsible) on cooperation.register_entry to tocsin_app;
grant update (solution) on cooperation.register_entry to tocsin_app;
grant update (source) on cooperation.register_entry to tocsin_app;
grant update (source_on) on cooperation.register_entry to tocsin_app;
grant update (source_url) on cooperation.register_entry to tocsin_app;
grant update (state) on cooperation.register_entry to tocsin_app;
grant update (text) on cooperation.register_entry to tocsin_app;
grant update (title) on cooperation.register_entry to tocsin_app;
grant update (topic) on cooperation.register_entry to tocsin_app;
grant update (until) on cooperation.register_entry to tocsin_app;
grant update (withdrawn_at) on cooperation.register_entry to tocsin_app;
grant update (year) on cooperation.register_entry to tocsin_app;

create table cooperation.release (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  in_case uuid,
  object_kind text not null,
  object uuid not null,
  recipient_kind text not null,
  recipient text not null,
  recipient_name text,
  recipient_role text,
  party uuid,
  contact uuid,
  language text,
  format text not null default 'text'::text,
  warnings text[] not null default '{}'::text[],
  purpose text not null,
  ground text not null,
  tlp text not null default 'amber'::text,
  profile uuid,
  redaction jsonb not null default '{}'::jsonb,
  state text not null default 'draft'::text,
  fault text,
  version integer not null default 0,
  title text not null,
  media_type text not null,
  sha256 text,
  size bigint not null default 0,
  "grouping" text,
  created_at timestamp with time zone not null,
  created_by text not null,
  drafted_at timestamp with time zone,
  decided_at timestamp with time zone,
  decided_by text,
  decided_rule text,
  not_before timestamp with time zone,
  until timestamp with time zone,
  thread uuid,
  mail uuid,
  settled_at timestamp with time zone,
  receipt jsonb not null default '{}'::jsonb,
  codes text[] not null default '{}'::text[],
  wording jsonb not null default '{}'::jsonb,
  at_most_every integer,
  way uuid,
  permitted text,
  onward text,
  law text,
  aim text,
  keep_until timestamp with time zone,
  rests_on uuid[] not null default '{}'::uuid[],
  PRIMARY KEY (id),
  CHECK (((length(aim) >= 1) AND (length(aim) <= 2000))),
  CHECK (((state = 'draft'::text) OR (state = ANY (ARRAY['refused'::text, 'recalled'::text])) OR ((sha256 IS NOT NULL) AND (decided_at IS NOT NULL) AND (decided_by IS NOT NULL)))),
  CHECK (((permitted IS NULL) = (onward IS NULL))),
  CHECK ((format = ANY (ARRAY['xarf'::text, 'arf'::text, 'text'::text]))),
  CHECK ((kind = ANY (ARRAY['notify'::text, 'take-down'::text, 'tell-customer'::text, 'refer'::text, 'warn-affected'::text, 'block'::text, 'submit-sample'::text, 'hotline'::text, 'reply'::text]))),
  CHECK (((length(law) >= 1) AND (length(law) <= 2000))),
  CHECK ((object_kind = ANY (ARRAY['case'::text, 'report'::text, 'finding'::text, 'campaign'::text, 'action'::text, 'indicator'::text]))),
  CHECK ((onward = ANY (ARRAY['none'::text, 'ask'::text, 'as-marked'::text]))),
  CHECK ((permitted = ANY (ARRAY['none'::text, 'contact-for-instruction'::text, 'internally-visible'::text, 'externally-visible-indirect'::text, 'externally-visible-direct'::text]))),
  CHECK ((recipient_kind = ANY (ARRAY['address'::text, 'public'::text, 'vendor'::text, 'organisation'::text]))),
  CHECK ((cardinality(rests_on) <= 50)),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'decided'::text, 'delivered'::text, 'failed'::text, 'recalled'::text, 'refused'::text]))),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
CREATE INDEX release_by_case ON cooperation.release USING btree (owner, in_case, created_at DESC, id DESC);
CREATE INDEX release_by_owner ON cooperation.release USING btree (owner, created_at DESC, id DESC);
CREATE INDEX release_by_recipient ON cooperation.release USING btree (owner, lower(recipient), created_at DESC, id DESC);
CREATE INDEX release_by_state ON cooperation.release USING btree (owner, state, created_at DESC, id DESC);
CREATE INDEX release_by_thread ON cooperation.release USING btree (owner, thread, decided_at DESC) WHERE (thread IS NOT NULL);
CREATE INDEX release_by_way ON cooperation.release USING btree (owner, way) WHERE ((state = 'draft'::text) AND (way IS NOT NULL));
CREATE UNIQUE INDEX release_open ON cooperation.release USING btree (owner, "grouping") WHERE ((state = 'draft'::text) AND ("grouping" IS NOT NULL));
alter table cooperation.release enable row level security, force row level security;
create policy added on cooperation.release for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.release for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.release for select to tocsin_dump using (true);
create policy erased_whole on cooperation.release for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.release for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.release for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('release'::text, id)));
grant insert, select on cooperation.release to tocsin_app;
grant update (aim) on cooperation.release to tocsin_app;
grant update (codes) on cooperation.release to tocsin_app;
grant update (decided_at) on cooperation.release to tocsin_app;
grant update (decided_by) on cooperation.release to tocsin_app;
grant update (decided_rule) on cooperation.release to tocsin_app;
grant update (drafted_at) on cooperation.release to tocsin_app;
grant update (fault) on cooperation.release to tocsin_app;
grant update (format) on cooperation.release to tocsin_app;
grant update (ground) on cooperation.release to tocsin_app;
grant update (keep_until) on cooperation.release to tocsin_app;
grant update (language) on cooperation.release to tocsin_app;
grant update (law) on cooperation.release to tocsin_app;
grant update (mail) on cooperation.release to tocsin_app;
grant update (media_type) on cooperation.release to tocsin_app;
grant update (not_before) on cooperation.release to tocsin_app;
grant update (onward) on cooperation.release to tocsin_app;
grant update (permitted) on cooperation.release to tocsin_app;
grant update (profile) on cooperation.release to tocsin_app;
grant update (purpose) on cooperation.release to tocsin_app;
grant update (receipt) on cooperation.release to tocsin_app;
grant update (recipient) on cooperation.release to tocsin_app;
grant update (recipient_name) on cooperation.release to tocsin_app;
grant update (redaction) on cooperation.release to tocsin_app;
grant update (rests_on) on cooperation.release to tocsin_app;
grant update (settled_at) on cooperation.release to tocsin_app;
grant update (sha256) on cooperation.release to tocsin_app;
grant update (size) on cooperation.release to tocsin_app;
grant update (state) on cooperation.release to tocsin_app;
grant update (thread) on cooperation.release to tocsin_app;
grant update (title) on cooperation.release to tocsin_app;
grant update (tlp) on cooperation.release to tocsin_app;
grant update (until) on cooperation.release to tocsin_app;
grant update (version) on cooperation.release to tocsin_app;
grant update (warnings) on cooperation.release to tocsin_app;
grant update (way) on cooperation.release to tocsin_app;
grant update (wording) on cooperation.release to tocsin_app;

create table cooperation.release_action (
  release uuid not null,
  owner uuid not null,
  action uuid not null,
  in_case uuid,
  added_at timestamp with time zone not null,
  PRIMARY KEY (release, action),
  FOREIGN KEY (release) REFERENCES cooperation.release(id)
);
CREATE INDEX release_action_by_action ON cooperation.release_action USING btree (owner, action);
CREATE INDEX release_action_by_case ON cooperation.release_action USING btree (owner, in_case);
alter table cooperation.release_action enable row level security, force row level security;
create policy added on cooperation.release_action for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.release_action for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.release_action for select to tocsin_dump using (true);
create policy erased_whole on cooperation.release_action for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.release_action for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.release_action for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('release'::text, release)));
grant delete, insert, select on cooperation.release_action to tocsin_app;

create table cooperation.release_event (
  id uuid not null,
  owner uuid not null,
  release uuid not null,
  at timestamp with time zone not null,
  what text not null,
  actor_kind text not null,
  actor text not null,
  detail jsonb not null default '{}'::jsonb,
  leaf uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (release) REFERENCES cooperation.release(id),
  CHECK ((what = ANY (ARRAY['asked'::text, 'drafted'::text, 'changed'::text, 'decided'::text, 'refused'::text, 'delivered'::text, 'failed'::text, 'recalled'::text, 'retried'::text, 'answered'::text, 'called-back'::text, 'deletion-confirmed'::text])))
);
CREATE INDEX release_event_by_release ON cooperation.release_event USING btree (release, at, id);
alter table cooperation.release_event enable row level security, force row level security;
create policy added on cooperation.release_event for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.release_event for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.release_event for select to tocsin_dump using (true);
create policy erased_whole on cooperation.release_event for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.release_event for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.release_event for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('release'::text, release)));
grant insert, select on cooperation.release_event to tocsin_app;

create table cooperation.release_recall (
  release uuid not null,
  owner uuid not null,
  recalled_at timestamp with time zone not null,
  recalled_by text not null,
  mail uuid not null,
  reply uuid,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  PRIMARY KEY (release),
  FOREIGN KEY (release) REFERENCES cooperation.release(id),
  CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL)))
);
CREATE INDEX release_recall_by_owner ON cooperation.release_recall USING btree (owner, recalled_at DESC, release DESC);
CREATE INDEX release_recall_open ON cooperation.release_recall USING btree (owner, recalled_at DESC, release DESC) WHERE (confirmed_at IS NULL);
alter table cooperation.release_recall enable row level security, force row level security;
create policy added on cooperation.release_recall for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.release_recall for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.release_recall for select to tocsin_dump using (true);
create policy erased_whole on cooperation.release_recall for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.release_recall for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.release_recall for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('release'::text, release)));
grant insert, select on cooperation.release_recall to tocsin_app;
grant update (confirmed_at) on cooperation.release_recall to tocsin_app;
grant update (confirmed_by) on cooperation.release_recall to tocsin_app;
grant update (reply) on cooperation.release_recall to tocsin_app;

create table cooperation.representation (
  id uuid not null,
  owner uuid not null,
  association uuid not null,
  other uuid,
  name text not null,
  since date,
  until date,
  basis text not null default ''::text,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (association) REFERENCES cooperation.member(id),
  FOREIGN KEY (other) REFERENCES cooperation.member(id),
  CHECK ((length(basis) <= 2000)),
  CHECK ((other IS DISTINCT FROM association)),
  CHECK ((until >= since)),
  CHECK (((length(name) >= 1) AND (length(name) <= 2000)))
);
CREATE INDEX representation_by_other ON cooperation.representation USING btree (other) WHERE (other IS NOT NULL);
CREATE UNIQUE INDEX representation_of_member ON cooperation.representation USING btree (association, other) WHERE ((other IS NOT NULL) AND (until IS NULL));
CREATE UNIQUE INDEX representation_of_named ON cooperation.representation USING btree (association, md5(lower(name))) WHERE ((other IS NULL) AND (until IS NULL));
alter table cooperation.representation enable row level security, force row level security;
create policy added on cooperation.representation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.representation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.representation for select to tocsin_dump using (true);
create policy erased_whole on cooperation.representation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.representation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.representation for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (association IN ( SELECT g.object
   FROM platform.granted_objects('member'::text) g(object)))));
grant delete, insert, select on cooperation.representation to tocsin_app;
grant update (basis) on cooperation.representation to tocsin_app;
grant update (changed_at) on cooperation.representation to tocsin_app;
grant update (changed_by) on cooperation.representation to tocsin_app;
grant update (name) on cooperation.representation to tocsin_app;
grant update (since) on cooperation.representation to tocsin_app;
grant update (until) on cooperation.representation to tocsin_app;

create table cooperation.request (
  id uuid not null,
  owner uuid not null,
  year integer not null,
  number integer not null,
  state text not null,
  form smallint not null,
  content jsonb not null,
  sha256 text not null,
  made_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  proof jsonb,
  emptied_at timestamp with time zone,
  UNIQUE (id, owner),
  UNIQUE (owner, year, number),
  PRIMARY KEY (id),
  CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  CHECK (((state = 'sent'::text) = (proof IS NOT NULL))),
  CHECK ((number > 0)),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text, 'dropped'::text])))
);
alter table cooperation.request enable row level security, force row level security;
create policy added on cooperation.request for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('request'::text, id)));
grant insert, select on cooperation.request to tocsin_app;
grant update (content) on cooperation.request to tocsin_app;
grant update (emptied_at) on cooperation.request to tocsin_app;
grant update (made_at) on cooperation.request to tocsin_app;
grant update (proof) on cooperation.request to tocsin_app;
grant update (sent_at) on cooperation.request to tocsin_app;
grant update (sha256) on cooperation.request to tocsin_app;
grant update (state) on cooperation.request to tocsin_app;

create table cooperation.request_answer (
  id uuid not null,
  owner uuid not null,
  request uuid not null,
  said text not null,
  drafted_at timestamp with time zone not null,
  drafted_by text not null,
  UNIQUE (owner, request),
  PRIMARY KEY (id),
  FOREIGN KEY (request) REFERENCES cooperation.request(id),
  CHECK ((length(said) <= 500000))
);
alter table cooperation.request_answer enable row level security, force row level security;
create policy added on cooperation.request_answer for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request_answer for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request_answer for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request_answer for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request_answer for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request_answer for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.request_answer to tocsin_app;
grant update (drafted_at) on cooperation.request_answer to tocsin_app;
grant update (drafted_by) on cooperation.request_answer to tocsin_app;
grant update (said) on cooperation.request_answer to tocsin_app;

create table cooperation.request_attachment (
  id uuid not null,
  owner uuid not null,
  request uuid not null,
  message uuid,
  item uuid,
  name text not null,
  sha256 text not null,
  size bigint not null,
  at timestamp with time zone not null,
  by_actor text not null,
  emptied_at timestamp with time zone,
  UNIQUE (id, owner),
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES evidence.item(id),
  FOREIGN KEY (message) REFERENCES cooperation.request_message(id),
  FOREIGN KEY (request) REFERENCES cooperation.request(id),
  CHECK (((message IS NULL) = (item IS NULL))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((size > 0))
);
CREATE INDEX request_attachment_by_item ON cooperation.request_attachment USING btree (owner, item) WHERE (item IS NOT NULL);
CREATE INDEX request_attachment_in_order ON cooperation.request_attachment USING btree (request, at, id);
alter table cooperation.request_attachment enable row level security, force row level security;
create policy added on cooperation.request_attachment for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request_attachment for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request_attachment for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request_attachment for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request_attachment for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request_attachment for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('request-attachment'::text, id)));
grant delete, insert, select on cooperation.request_attachment to tocsin_app;
grant update (emptied_at) on cooperation.request_attachment to tocsin_app;
grant update (item) on cooperation.request_attachment to tocsin_app;
grant update (message) on cooperation.request_attachment to tocsin_app;
grant update (name) on cooperation.request_attachment to tocsin_app;

create table cooperation.request_file (
  id uuid not null,
  owner uuid not null,
  request uuid not null,
  side text not null,
  reference text not null,
  kind text not null,
  urgency text not null,
  title text not null,
  other uuid not null,
  other_member uuid,
  other_name text not null,
  from_country text not null,
  to_country text not null,
  state text not null,
  drafted_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  acknowledge_due timestamp with time zone,
  answer_due timestamp with time zone,
  expires_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  questioned_at timestamp with time zone,
  partly_at timestamp with time zone,
  ended_at timestamp with time zone,
  last_at timestamp with time zone not null,
  preserve_until timestamp with time zone,
  harm real,
  weight real,
  weight_reason text,
  weighed_at timestamp with time zone,
  weighed_by text,
  rank integer not null,
  "case" uuid,
  drafted_by text,
  asked jsonb,
  called_at timestamp with time zone,
  called_by text,
  called_number text,
  call_result text,
  call_note text,
  reminded text,
  cost_amount numeric(14,2),
  cost_currency text,
  cost_bearer text,
  cost_state text,
  cost_at timestamp with time zone,
  outcome text,
  outcome_note text,
  outcome_at timestamp with time zone,
  UNIQUE (id, owner),
  UNIQUE (owner, request, side),
  PRIMARY KEY (id),
  FOREIGN KEY (request) REFERENCES cooperation.request(id),
  CHECK ((call_result = ANY (ARRAY['confirmed'::text, 'not-confirmed'::text, 'no-answer'::text]))),
  CHECK (((side = 'asker'::text) = (drafted_by IS NOT NULL))),
  CHECK (((weight IS NULL) = (weighed_at IS NULL))),
  CHECK ((((cost_state IS NULL) = (cost_amount IS NULL)) AND ((cost_state IS NULL) = (cost_currency IS NULL)) AND ((cost_state IS NULL) = (cost_bearer IS NULL)) AND ((cost_state IS NULL) = (cost_at IS NULL)))),
  CHECK ((cost_amount >= (0)::numeric)),
  CHECK ((cost_bearer = ANY (ARRAY['asker'::text, 'asked'::text, 'shared'::text]))),
  CHECK ((cost_currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((cost_state = ANY (ARRAY['asked'::text, 'agreed'::text, 'declined'::text, 'paid'::text]))),
  CHECK (((harm >= (0)::double precision) AND (harm <= (100)::double precision))),
  CHECK ((kind = ANY (ARRAY['data'::text, 'preservation'::text, 'enforcement'::text, 'interview'::text, 'notice'::text]))),
  CHECK (((outcome IS NULL) = (outcome_at IS NULL))),
  CHECK ((outcome = ANY (ARRAY['action'::text, 'judgment'::text, 'settlement'::text, 'lead'::text, 'ruled-out'::text, 'no-use'::text, 'not-needed'::text, 'other'::text]))),
  CHECK ((length(outcome_note) <= 2000)),
  CHECK ((reminded = ANY (ARRAY['acknowledge'::text, 'answer'::text, 'question'::text, 'preservation'::text]))),
  CHECK ((side = ANY (ARRAY['asker'::text, 'asked'::text]))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'dropped'::text, 'sent'::text, 'acknowledged'::text, 'questioned'::text, 'partly'::text, 'answered'::text, 'refused'::text, 'withdrawn'::text, 'expired'::text, 'passed-on'::text]))),
  CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  CHECK ((urgency = ANY (ARRAY['ordinary'::text, 'urgent'::text, 'emergency'::text]))),
  CHECK (((weight >= (0)::double precision) AND (weight <= (100)::double precision)))
);
CREATE INDEX request_file_by_case ON cooperation.request_file USING btree (owner, "case") WHERE ("case" IS NOT NULL);
CREATE INDEX request_file_by_last ON cooperation.request_file USING btree (owner, side, last_at DESC, id DESC);
CREATE INDEX request_file_by_rank ON cooperation.request_file USING btree (owner, side, rank DESC, last_at DESC, id DESC);
CREATE INDEX request_file_open ON cooperation.request_file USING btree (owner, id) WHERE ((ended_at IS NULL) AND (sent_at IS NOT NULL));
alter table cooperation.request_file enable row level security, force row level security;
create policy added on cooperation.request_file for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request_file for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request_file for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request_file for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request_file for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request_file for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on cooperation.request_file to tocsin_app;

create table cooperation.request_message (
  id uuid not null,
  owner uuid not null,
  request uuid not null,
  at timestamp with time zone not null,
  act text not null,
  by_name text not null,
  person text not null,
  person_name text not null,
  text text not null,
  detail jsonb not null,
  sha256 text not null,
  leaf uuid,
  emptied_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (request) REFERENCES cooperation.request(id),
  CHECK ((act = ANY (ARRAY['acknowledge'::text, 'question'::text, 'reply'::text, 'partial'::text, 'answer'::text, 'refuse'::text, 'withdraw'::text, 'pass-on'::text]))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((length(text) <= 20000))
);
CREATE INDEX request_message_in_order ON cooperation.request_message USING btree (request, at, id);
alter table cooperation.request_message enable row level security, force row level security;
create policy added on cooperation.request_message for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request_message for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request_message for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request_message for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request_message for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request_message for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('request-message'::text, id)));
grant insert, select on cooperation.request_message to tocsin_app;
grant update (detail) on cooperation.request_message to tocsin_app;
grant update (emptied_at) on cooperation.request_message to tocsin_app;
grant update (person_name) on cooperation.request_message to tocsin_app;
grant update (text) on cooperation.request_message to tocsin_app;

create table cooperation.request_note (
  id uuid not null,
  owner uuid not null,
  request uuid not null,
  at timestamp with time zone not null,
  by text not null,
  text text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (request) REFERENCES cooperation.request(id),
  CHECK ((length(text) <= 20000))
);
CREATE INDEX request_note_in_order ON cooperation.request_note USING btree (owner, request, at, id);
alter table cooperation.request_note enable row level security, force row level security;
create policy added on cooperation.request_note for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request_note for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request_note for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request_note for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request_note for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request_note for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.request_note to tocsin_app;
grant update (text) on cooperation.request_note to tocsin_app;

create table cooperation.request_period (
  owner uuid not null,
  acknowledge_hours integer not null,
  answer_days integer not null,
  urgent_acknowledge_hours integer not null,
  urgent_answer_days integer not null,
  emergency_hours integer not null,
  expire_days integer not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner),
  CHECK (((acknowledge_hours >= 1) AND (acknowledge_hours <= 720))),
  CHECK (((answer_days >= 1) AND (answer_days <= 365))),
  CHECK (((emergency_hours >= 1) AND (emergency_hours <= 720))),
  CHECK (((expire_days >= 1) AND (expire_days <= 730))),
  CHECK (((urgent_acknowledge_hours >= 1) AND (urgent_acknowledge_hours <= 720))),
  CHECK (((urgent_answer_days >= 1) AND (urgent_answer_days <= 365)))
);
alter table cooperation.request_period enable row level security, force row level security;
create policy added on cooperation.request_period for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.request_period for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.request_period for select to tocsin_dump using (true);
create policy erased_whole on cooperation.request_period for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.request_period for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.request_period for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('network'::text, owner)));
grant insert, select, update on cooperation.request_period to tocsin_app;

create table cooperation.resource (
  id uuid not null,
  kind text not null,
  name text not null,
  about_en text not null default ''::text,
  about_zh text not null default ''::text,
  about_ar text not null default ''::text,
  addresses text[] not null,
  source text not null default ''::text,
  source_on date,
  state text not null,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (id),
  CHECK ((length(about_ar) <= 1000)),
  CHECK ((length(about_en) <= 1000)),
  CHECK ((length(about_zh) <= 1000)),
  CHECK (((cardinality(addresses) >= 1) AND (cardinality(addresses) <= 10))),
  CHECK (((state = 'confirmed'::text) = (confirmed_at IS NOT NULL))),
  CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
  CHECK ((kind = ANY (ARRAY['reading'::text, 'report-contact'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((length(source) <= 200)),
  CHECK ((state = ANY (ARRAY['unconfirmed'::text, 'confirmed'::text, 'withdrawn'::text])))
);
CREATE INDEX resource_by_kind ON cooperation.resource USING btree (kind, name, id);
alter table cooperation.resource enable row level security, force row level security;
create policy added on cooperation.resource for insert to public with check ((NOT (( SELECT platform.acting() AS acting) IS DISTINCT FROM ( SELECT directory.network() AS network))));
create policy changed on cooperation.resource for update to public using ((NOT (( SELECT platform.acting() AS acting) IS DISTINCT FROM ( SELECT directory.network() AS network)))) with check ((NOT (( SELECT platform.acting() AS acting) IS DISTINCT FROM ( SELECT directory.network() AS network))));
create policy dumped on cooperation.resource for select to tocsin_dump using (true);
create policy visible on cooperation.resource for select to public using (true);
grant insert, select on cooperation.resource to tocsin_app;
grant update (about_ar) on cooperation.resource to tocsin_app;
grant update (about_en) on cooperation.resource to tocsin_app;
grant update (about_zh) on cooperation.resource to tocsin_app;
grant update (addresses) on cooperation.resource to tocsin_app;
grant update (changed_at) on cooperation.resource to tocsin_app;
grant update (changed_by) on cooperation.resource to tocsin_app;
grant update (confirmed_at) on cooperation.resource to tocsin_app;
grant update (confirmed_by) on cooperation.resource to tocsin_app;
grant update (name) on cooperation.resource to tocsin_app;
grant update (source) on cooperation.resource to tocsin_app;
grant update (source_on) on cooperation.resource to tocsin_app;
grant update (state) on cooperation.resource to tocsin_app;

create table cooperation.secrecy_mark (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  object uuid not null,
  mark text not null,
  since timestamp with time zone not null,
  since_by text not null,
  lifted_at timestamp with time zone,
  lifted_by text,
  label text,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['case'::text, 'campaign'::text, 'evidence'::text, 'finding'::text, 'technique'::text, 'indicator'::text, 'document'::text, 'answer'::text]))),
  CHECK (((length(label) >= 1) AND (length(label) <= 600))),
  CHECK (((kind = 'indicator'::text) = (label IS NOT NULL))),
  CHECK ((mark = ANY (ARRAY['confidential'::text, 'commercially-sensitive'::text])))
);
CREATE INDEX secrecy_mark_in_order ON cooperation.secrecy_mark USING btree (owner, since DESC, id DESC) WHERE (lifted_at IS NULL);
CREATE UNIQUE INDEX secrecy_mark_open ON cooperation.secrecy_mark USING btree (owner, object, mark) WHERE (lifted_at IS NULL);
alter table cooperation.secrecy_mark enable row level security, force row level security;
create policy added on cooperation.secrecy_mark for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy answered on cooperation.secrecy_mark for select to tocsin_app using (((kind = 'answer'::text) AND (lifted_at IS NULL) AND platform.granted('request-message'::text, object)));
create policy changed on cooperation.secrecy_mark for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.secrecy_mark for select to tocsin_dump using (true);
create policy erased_whole on cooperation.secrecy_mark for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.secrecy_mark for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.secrecy_mark for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.secrecy_mark to tocsin_app;
grant update (label) on cooperation.secrecy_mark to tocsin_app;
grant update (lifted_at) on cooperation.secrecy_mark to tocsin_app;
grant update (lifted_by) on cooperation.secrecy_mark to tocsin_app;

create table cooperation.share (
  id uuid not null,
  owner uuid not null,
  copy uuid not null,
  source_kind text not null,
  source uuid,
  asked jsonb not null,
  rests_on uuid[] not null default '{}'::uuid[],
  state text not null,
  revision integer not null default 1,
  drafted_at timestamp with time zone not null,
  drafted_by text not null,
  decided_at timestamp with time zone,
  decided_by text,
  ended_at timestamp with time zone,
  ended_by text,
  UNIQUE (copy),
  UNIQUE (id, owner),
  PRIMARY KEY (id),
  FOREIGN KEY (copy, owner) REFERENCES cooperation.shared_copy(id, owner),
  CHECK (((state = ANY (ARRAY['shared'::text, 'recalled'::text])) = (decided_at IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['recalled'::text, 'refused'::text])) = (ended_at IS NOT NULL))),
  CHECK ((cardinality(rests_on) <= 50)),
  CHECK ((source_kind = ANY (ARRAY['case'::text, 'campaign'::text, 'indicator'::text, 'document'::text, 'technique'::text, 'evidence'::text, 'finding'::text]))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'shared'::text, 'recalled'::text, 'refused'::text])))
);
CREATE INDEX share_by_owner ON cooperation.share USING btree (owner, drafted_at DESC, id DESC);
CREATE INDEX share_by_source ON cooperation.share USING btree (owner, source) WHERE (source IS NOT NULL);
CREATE INDEX share_by_state ON cooperation.share USING btree (owner, state, drafted_at DESC, id DESC);
alter table cooperation.share enable row level security, force row level security;
create policy added on cooperation.share for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.share for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.share for select to tocsin_dump using (true);
create policy erased_whole on cooperation.share for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.share for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.share for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.share to tocsin_app;
grant update (asked) on cooperation.share to tocsin_app;
grant update (decided_at) on cooperation.share to tocsin_app;
grant update (decided_by) on cooperation.share to tocsin_app;
grant update (drafted_at) on cooperation.share to tocsin_app;
grant update (drafted_by) on cooperation.share to tocsin_app;
grant update (ended_at) on cooperation.share to tocsin_app;
grant update (ended_by) on cooperation.share to tocsin_app;
grant update (rests_on) on cooperation.share to tocsin_app;
grant update (revision) on cooperation.share to tocsin_app;
grant update (state) on cooperation.share to tocsin_app;

create table cooperation.share_event (
  id uuid not null,
  owner uuid not null,
  share uuid not null,
  at timestamp with time zone not null,
  what text not null,
  actor text not null,
  leaf uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (share, owner) REFERENCES cooperation.share(id, owner),
  CHECK ((what = ANY (ARRAY['drafted'::text, 'changed'::text, 'shared'::text, 'refused'::text, 'recalled'::text, 'lifted'::text])))
);
CREATE INDEX share_event_in_order ON cooperation.share_event USING btree (share, at, id);
alter table cooperation.share_event enable row level security, force row level security;
create policy added on cooperation.share_event for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.share_event for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.share_event for select to tocsin_dump using (true);
create policy erased_whole on cooperation.share_event for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.share_event for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.share_event for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.share_event to tocsin_app;

create table cooperation.share_fetch (
  id uuid not null,
  owner uuid not null,
  copy uuid not null,
  reader uuid not null,
  name text not null,
  sha256 text not null,
  tlp text not null,
  onward text not null,
  at timestamp with time zone not null,
  inside text[] not null default '{}'::text[],
  secrecy text[] not null default '{}'::text[],
  PRIMARY KEY (id),
  FOREIGN KEY (copy, owner) REFERENCES cooperation.shared_copy(id, owner),
  CHECK ((reader <> owner)),
  CHECK ((onward = ANY (ARRAY['none'::text, 'ask'::text, 'as-marked'::text]))),
  CHECK ((secrecy <@ ARRAY['confidential'::text, 'commercially-sensitive'::text])),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
CREATE INDEX share_fetch_by_reader ON cooperation.share_fetch USING btree (reader, sha256);
CREATE INDEX share_fetch_of_copy ON cooperation.share_fetch USING btree (copy, at, id);
alter table cooperation.share_fetch enable row level security, force row level security;
create policy added on cooperation.share_fetch for insert to tocsin_app with check (((reader = ( SELECT platform.acting() AS acting)) AND platform.granted('shared-copy'::text, copy)));
create policy dumped on cooperation.share_fetch for select to tocsin_dump using (true);
create policy erased_whole on cooperation.share_fetch for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.share_fetch for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (reader = ( SELECT platform.acting() AS acting))));
grant insert, select on cooperation.share_fetch to tocsin_app;

create table cooperation.share_receipt (
  id uuid not null,
  owner uuid not null,
  copy uuid not null,
  reader uuid not null,
  name text not null,
  at timestamp with time zone not null,
  UNIQUE (copy, reader),
  PRIMARY KEY (id),
  FOREIGN KEY (copy, owner) REFERENCES cooperation.shared_copy(id, owner),
  CHECK ((reader <> owner))
);
CREATE INDEX share_receipt_by_reader ON cooperation.share_receipt USING btree (reader, copy);
alter table cooperation.share_receipt enable row level security, force row level security;
create policy added on cooperation.share_receipt for insert to tocsin_app with check (((reader = ( SELECT platform.acting() AS acting)) AND platform.granted('shared-copy'::text, copy)));
create policy dumped on cooperation.share_receipt for select to tocsin_dump using (true);
create policy erased_whole on cooperation.share_receipt for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on cooperation.share_receipt for select to tocsin_finder using (true);
create policy visible on cooperation.share_receipt for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (reader = ( SELECT platform.acting() AS acting))));
grant insert, select on cooperation.share_receipt to tocsin_app;
grant select on cooperation.share_receipt to tocsin_finder;

create table cooperation.share_recipient (
  id uuid not null,
  owner uuid not null,
  share uuid not null,
  kind text not null,
  value text not null,
  name text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (share, owner) REFERENCES cooperation.share(id, owner),
  CHECK ((kind = ANY (ARRAY['member'::text, 'group'::text, 'country'::text, 'country-agencies'::text, 'agencies'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((length(value) <= 40))
);
CREATE INDEX share_recipient_by_owner ON cooperation.share_recipient USING btree (owner, share);
CREATE UNIQUE INDEX share_recipient_once ON cooperation.share_recipient USING btree (share, kind, value);
alter table cooperation.share_recipient enable row level security, force row level security;
create policy added on cooperation.share_recipient for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.share_recipient for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.share_recipient for select to tocsin_dump using (true);
create policy erased_whole on cooperation.share_recipient for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.share_recipient for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.share_recipient for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.share_recipient to tocsin_app;

create table cooperation.shared_copy (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  title text not null,
  by_name text not null,
  tlp text not null,
  permitted text not null,
  onward text not null,
  until timestamp with time zone,
  form smallint not null,
  content jsonb not null,
  sha256 text not null,
  tokens tsvector not null,
  made_at timestamp with time zone not null,
  shared_at timestamp with time zone,
  emptied_at timestamp with time zone,
  secrecy text[] not null default '{}'::text[],
  UNIQUE (id, owner),
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['case'::text, 'campaign'::text, 'indicator'::text, 'document'::text, 'technique'::text, 'evidence'::text, 'finding'::text]))),
  CHECK ((onward = ANY (ARRAY['none'::text, 'ask'::text, 'as-marked'::text]))),
  CHECK ((permitted = ANY (ARRAY['none'::text, 'contact-for-instruction'::text, 'internally-visible'::text, 'externally-visible-indirect'::text, 'externally-visible-direct'::text]))),
  CHECK ((secrecy <@ ARRAY['confidential'::text, 'commercially-sensitive'::text])),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
CREATE INDEX shared_copy_by_kind ON cooperation.shared_copy USING btree (id) INCLUDE (kind);
CREATE INDEX shared_copy_by_marks ON cooperation.shared_copy USING btree (kind, tlp, owner) INCLUDE (id) WHERE (shared_at IS NOT NULL);
CREATE INDEX shared_copy_by_owner ON cooperation.shared_copy USING btree (owner, made_at DESC, id DESC);
CREATE INDEX shared_copy_by_words ON cooperation.shared_copy USING gin (tokens);
alter table cooperation.shared_copy enable row level security, force row level security;
create policy added on cooperation.shared_copy for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.shared_copy for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.shared_copy for select to tocsin_dump using (true);
create policy erased_whole on cooperation.shared_copy for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on cooperation.shared_copy for select to tocsin_finder using (true);
create policy removed on cooperation.shared_copy for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.shared_copy for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('shared-copy'::text, id)));
grant insert, select on cooperation.shared_copy to tocsin_app;
grant select on cooperation.shared_copy to tocsin_finder;
grant update (content) on cooperation.shared_copy to tocsin_app;
grant update (emptied_at) on cooperation.shared_copy to tocsin_app;
grant update (made_at) on cooperation.shared_copy to tocsin_app;
grant update (onward) on cooperation.shared_copy to tocsin_app;
grant update (permitted) on cooperation.shared_copy to tocsin_app;
grant update (secrecy) on cooperation.shared_copy to tocsin_app;
grant update (sha256) on cooperation.shared_copy to tocsin_app;
grant update (shared_at) on cooperation.shared_copy to tocsin_app;
grant update (title) on cooperation.shared_copy to tocsin_app;
grant update (tlp) on cooperation.shared_copy to tocsin_app;
grant update (tokens) on cooperation.shared_copy to tocsin_app;
grant update (until) on cooperation.shared_copy to tocsin_app;

create table cooperation.shared_file (
  id uuid not null,
  owner uuid not null,
  item uuid not null,
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (id, owner) REFERENCES cooperation.shared_copy(id, owner),
  FOREIGN KEY (item) REFERENCES evidence.item(id),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((size > 0))
);
CREATE INDEX shared_file_by_item ON cooperation.shared_file USING btree (item);
CREATE INDEX shared_file_by_owner ON cooperation.shared_file USING btree (owner);
alter table cooperation.shared_file enable row level security, force row level security;
create policy added on cooperation.shared_file for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.shared_file for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.shared_file for select to tocsin_dump using (true);
create policy erased_whole on cooperation.shared_file for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.shared_file for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.shared_file for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('shared-copy'::text, id)));
grant delete, insert, select on cooperation.shared_file to tocsin_app;

create table cooperation.sharing_group (
  id uuid not null,
  owner uuid not null,
  standing text,
  name text not null,
  purpose text not null default ''::text,
  since timestamp with time zone not null,
  since_by text not null,
  closed_at timestamp with time zone,
  joint uuid,
  reach text,
  late boolean,
  country text,
  PRIMARY KEY (id),
  FOREIGN KEY (id, owner) REFERENCES platform.sharing_group(id, owner),
  CHECK (((NOT (standing IS DISTINCT FROM 'country'::text)) = (country IS NOT NULL))),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((((joint IS NULL) = (reach IS NULL)) AND ((joint IS NULL) = (late IS NULL)))),
  CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  CHECK ((reach = ANY (ARRAY['agencies'::text, 'all'::text, 'seat'::text]))),
  CHECK ((standing = ANY (ARRAY['agencies'::text, 'industry'::text, 'members'::text, 'country'::text])))
);
CREATE UNIQUE INDEX sharing_group_of_country ON cooperation.sharing_group USING btree (owner, country) WHERE (country IS NOT NULL);
CREATE UNIQUE INDEX sharing_group_of_joint ON cooperation.sharing_group USING btree (joint, reach, late) WHERE (reach = ANY (ARRAY['agencies'::text, 'all'::text]));
CREATE UNIQUE INDEX sharing_group_standing ON cooperation.sharing_group USING btree (owner, standing) WHERE (standing <> 'country'::text);
alter table cooperation.sharing_group enable row level security, force row level security;
create policy added on cooperation.sharing_group for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.sharing_group for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.sharing_group for select to tocsin_dump using (true);
create policy erased_whole on cooperation.sharing_group for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on cooperation.sharing_group for select to tocsin_finder using (true);
create policy visible on cooperation.sharing_group for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT o."group"
   FROM platform.own_groups() o("group", sees_since)))));
grant insert, select on cooperation.sharing_group to tocsin_app;
grant select on cooperation.sharing_group to tocsin_finder;
grant update (closed_at) on cooperation.sharing_group to tocsin_app;
grant update (name) on cooperation.sharing_group to tocsin_app;
grant update (purpose) on cooperation.sharing_group to tocsin_app;

create table cooperation.sharing_rule (
  owner uuid not null,
  second_person boolean not null,
  analyst_tlp text not null,
  analyst_reach text not null,
  manager_tlp text not null,
  manager_reach text not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  originals boolean not null default false,
  PRIMARY KEY (owner),
  CHECK ((analyst_reach = ANY (ARRAY['member'::text, 'group'::text, 'country'::text, 'agencies'::text]))),
  CHECK ((analyst_tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text]))),
  CHECK ((manager_reach = ANY (ARRAY['member'::text, 'group'::text, 'country'::text, 'agencies'::text]))),
  CHECK ((manager_tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
alter table cooperation.sharing_rule enable row level security, force row level security;
create policy added on cooperation.sharing_rule for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.sharing_rule for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.sharing_rule for select to tocsin_dump using (true);
create policy erased_whole on cooperation.sharing_rule for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.sharing_rule for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.sharing_rule for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.sharing_rule to tocsin_app;
grant update (analyst_reach) on cooperation.sharing_rule to tocsin_app;
grant update (analyst_tlp) on cooperation.sharing_rule to tocsin_app;
grant update (changed_at) on cooperation.sharing_rule to tocsin_app;
grant update (changed_by) on cooperation.sharing_rule to tocsin_app;
grant update (manager_reach) on cooperation.sharing_rule to tocsin_app;
grant update (manager_tlp) on cooperation.sharing_rule to tocsin_app;
grant update (originals) on cooperation.sharing_rule to tocsin_app;
grant update (second_person) on cooperation.sharing_rule to tocsin_app;

create table cooperation.signature (
  id uuid not null,
  owner uuid not null,
  edition uuid not null,
  member uuid not null,
  name text not null,
  signer text not null,
  capacity text not null default ''::text,
  signed_on date not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  UNIQUE (edition, member),
  PRIMARY KEY (id),
  FOREIGN KEY (edition) REFERENCES cooperation.edition(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK (((length(signer) >= 1) AND (length(signer) <= 200)))
);
alter table cooperation.signature enable row level security, force row level security;
create policy added on cooperation.signature for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.signature for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.signature for select to tocsin_dump using (true);
create policy erased_whole on cooperation.signature for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.signature for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.signature for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (edition IN ( SELECT g.object
   FROM platform.granted_objects('edition'::text) g(object)))));
grant insert, select on cooperation.signature to tocsin_app;
grant update (capacity) on cooperation.signature to tocsin_app;
grant update (signer) on cooperation.signature to tocsin_app;

create table cooperation.submission (
  id uuid not null,
  owner uuid not null,
  release uuid not null,
  way uuid not null,
  in_case uuid,
  item uuid,
  sha256 text not null,
  size bigint not null default 0,
  at timestamp with time zone not null,
  again_of uuid,
  again_at timestamp with time zone,
  verdict text,
  detection text,
  definition text,
  definition_at timestamp with time zone,
  answered_at timestamp with time zone,
  UNIQUE (release),
  PRIMARY KEY (id),
  FOREIGN KEY (again_of) REFERENCES cooperation.submission(id),
  FOREIGN KEY (release) REFERENCES cooperation.release(id),
  FOREIGN KEY (way) REFERENCES cooperation.way(id),
  CHECK ((length(definition) <= 200)),
  CHECK ((length(detection) <= 200)),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((verdict = ANY (ARRAY['received'::text, 'detected'::text, 'not-detected'::text, 'clean'::text, 'more-wanted'::text, 'refused'::text])))
);
CREATE INDEX submission_by_case ON cooperation.submission USING btree (owner, in_case);
CREATE INDEX submission_by_hash ON cooperation.submission USING btree (owner, sha256, at DESC);
CREATE INDEX submission_by_owner ON cooperation.submission USING btree (owner, at DESC, id DESC);
CREATE INDEX submission_by_way ON cooperation.submission USING btree (owner, way, at DESC);
alter table cooperation.submission enable row level security, force row level security;
create policy added on cooperation.submission for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.submission for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.submission for select to tocsin_dump using (true);
create policy erased_whole on cooperation.submission for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.submission for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.submission for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.submission to tocsin_app;
grant update (again_at) on cooperation.submission to tocsin_app;
grant update (answered_at) on cooperation.submission to tocsin_app;
grant update (definition) on cooperation.submission to tocsin_app;
grant update (definition_at) on cooperation.submission to tocsin_app;
grant update (detection) on cooperation.submission to tocsin_app;
grant update (item) on cooperation.submission to tocsin_app;
grant update (size) on cooperation.submission to tocsin_app;
grant update (verdict) on cooperation.submission to tocsin_app;

create table cooperation.submission_answer (
  id uuid not null,
  owner uuid not null,
  submission uuid not null,
  at timestamp with time zone not null,
  by text not null,
  came text not null,
  verdict text,
  detection text,
  definition text,
  definition_at timestamp with time zone,
  said text not null default ''::text,
  reply uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (submission) REFERENCES cooperation.submission(id),
  CHECK ((came = ANY (ARRAY['person'::text, 'mail'::text, 'http'::text]))),
  CHECK ((length(definition) <= 200)),
  CHECK ((length(detection) <= 200)),
  CHECK ((length(said) <= 20000)),
  CHECK ((verdict = ANY (ARRAY['received'::text, 'detected'::text, 'not-detected'::text, 'clean'::text, 'more-wanted'::text, 'refused'::text])))
);
CREATE INDEX submission_answer_by_submission ON cooperation.submission_answer USING btree (owner, submission, at);
CREATE UNIQUE INDEX submission_answer_once ON cooperation.submission_answer USING btree (submission, reply) WHERE (reply IS NOT NULL);
alter table cooperation.submission_answer enable row level security, force row level security;
create policy added on cooperation.submission_answer for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.submission_answer for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.submission_answer for select to tocsin_dump using (true);
create policy erased_whole on cooperation.submission_answer for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.submission_answer for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.submission_answer for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.submission_answer to tocsin_app;
grant update (detection) on cooperation.submission_answer to tocsin_app;
grant update (said) on cooperation.submission_answer to tocsin_app;

create table cooperation.support_match (
  offer uuid not null,
  owner uuid not null,
  ask uuid not null,
  note text not null default ''::text,
  at timestamp with time zone not null,
  by text not null,
  PRIMARY KEY (offer, ask),
  FOREIGN KEY (ask) REFERENCES cooperation.register_entry(id),
  FOREIGN KEY (offer) REFERENCES cooperation.register_entry(id),
  CHECK ((length(note) <= 2000))
);
CREATE INDEX support_match_by_ask ON cooperation.support_match USING btree (ask);
alter table cooperation.support_match enable row level security, force row level security;
create policy added on cooperation.support_match for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.support_match for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.support_match for select to tocsin_dump using (true);
create policy erased_whole on cooperation.support_match for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.support_match for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.support_match for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (offer IN ( SELECT g.object
   FROM platform.granted_objects('register-entry'::text) g(object)))));
grant insert, select on cooperation.support_match to tocsin_app;

create table cooperation.takeout (
  id uuid not null,
  owner uuid not null,
  state text not null,
  done integer not null,
  total integer not null,
  rows bigint,
  originals integer,
  left_out integer,
  size bigint,
  sha256 text,
  failure text,
  by_actor text not null,
  created_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  expires_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'making'::text, 'ready'::text, 'failed'::text, 'gone'::text]))),
  CHECK ((total > 0))
);
CREATE INDEX takeout_in_order ON cooperation.takeout USING btree (owner, created_at DESC, id DESC);
CREATE UNIQUE INDEX takeout_under_way ON cooperation.takeout USING btree (owner) WHERE (state = ANY (ARRAY['waiting'::text, 'making'::text]));
alter table cooperation.takeout enable row level security, force row level security;
create policy added on cooperation.takeout for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.takeout for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.takeout for select to tocsin_dump using (true);
create policy erased_whole on cooperation.takeout for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.takeout for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.takeout for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.takeout to tocsin_app;
grant update (done) on cooperation.takeout to tocsin_app;
grant update (expires_at) on cooperation.takeout to tocsin_app;
grant update (failure) on cooperation.takeout to tocsin_app;
grant update (left_out) on cooperation.takeout to tocsin_app;
grant update (originals) on cooperation.takeout to tocsin_app;
grant update (ready_at) on cooperation.takeout to tocsin_app;
grant update (rows) on cooperation.takeout to tocsin_app;
grant update (sha256) on cooperation.takeout to tocsin_app;
grant update (size) on cooperation.takeout to tocsin_app;
grant update (state) on cooperation.takeout to tocsin_app;
grant update (total) on cooperation.takeout to tocsin_app;

create table cooperation.technique (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  name text not null,
  origin_copy uuid,
  origin_owner uuid,
  origin_name text,
  origin_sha256 text,
  origin_tlp text,
  origin_permitted text,
  origin_onward text,
  made_at timestamp with time zone not null,
  made_by text not null,
  changed_at timestamp with time zone not null,
  origin_until timestamp with time zone,
  origin_secrecy text[] not null default '{}'::text[],
  UNIQUE (id, owner),
  PRIMARY KEY (id),
  CHECK ((((origin_copy IS NULL) = (origin_owner IS NULL)) AND ((origin_copy IS NULL) = (origin_tlp IS NULL)) AND ((origin_copy IS NULL) = (origin_onward IS NULL)))),
  CHECK ((kind = ANY (ARRAY['rules'::text, 'yara'::text, 'indicators'::text, 'tokens'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((origin_onward = ANY (ARRAY['none'::text, 'ask'::text, 'as-marked'::text]))),
  CHECK ((origin_permitted = ANY (ARRAY['none'::text, 'contact-for-instruction'::text, 'internally-visible'::text, 'externally-visible-indirect'::text, 'externally-visible-direct'::text]))),
  CHECK ((origin_secrecy <@ ARRAY['confidential'::text, 'commercially-sensitive'::text])),
  CHECK ((origin_tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
CREATE INDEX technique_by_owner ON cooperation.technique USING btree (owner, changed_at DESC, id DESC);
alter table cooperation.technique enable row level security, force row level security;
create policy added on cooperation.technique for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.technique for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.technique for select to tocsin_dump using (true);
create policy erased_whole on cooperation.technique for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.technique for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.technique for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.technique to tocsin_app;
grant update (changed_at) on cooperation.technique to tocsin_app;
grant update (name) on cooperation.technique to tocsin_app;

create table cooperation.technique_match (
  id uuid not null,
  owner uuid not null,
  run uuid not null,
  report uuid not null,
  received_at timestamp with time zone not null,
  judged text not null,
  by_person boolean not null,
  names text[] not null,
  UNIQUE (run, report),
  PRIMARY KEY (id),
  FOREIGN KEY (run, owner) REFERENCES cooperation.technique_run(id, owner) ON DELETE CASCADE,
  CHECK ((judged = ANY (ARRAY['unwanted'::text, 'wanted'::text, 'unknown'::text])))
);
CREATE INDEX technique_match_in_order ON cooperation.technique_match USING btree (run, received_at DESC, report DESC);
alter table cooperation.technique_match enable row level security, force row level security;
create policy added on cooperation.technique_match for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.technique_match for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.technique_match for select to tocsin_dump using (true);
create policy erased_whole on cooperation.technique_match for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.technique_match for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.technique_match for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.technique_match to tocsin_app;
grant update (names) on cooperation.technique_match to tocsin_app;

create table cooperation.technique_result (
  id uuid not null,
  owner uuid not null,
  version uuid not null,
  corpus text not null,
  unwanted integer not null,
  wanted integer not null,
  true_positives integer not null,
  false_positives integer not null,
  measured_on date not null,
  measured_by text not null,
  at timestamp with time zone not null,
  stated_by text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (version, owner) REFERENCES cooperation.technique_version(id, owner) ON DELETE CASCADE,
  CHECK (((true_positives >= 0) AND (true_positives <= unwanted))),
  CHECK (((false_positives >= 0) AND (false_positives <= wanted))),
  CHECK (((length(corpus) >= 1) AND (length(corpus) <= 500))),
  CHECK (((length(measured_by) >= 1) AND (length(measured_by) <= 200))),
  CHECK ((unwanted >= 0)),
  CHECK ((wanted >= 0))
);
CREATE INDEX technique_result_of_version ON cooperation.technique_result USING btree (version, at DESC, id DESC);
alter table cooperation.technique_result enable row level security, force row level security;
create policy added on cooperation.technique_result for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.technique_result for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.technique_result for select to tocsin_dump using (true);
create policy erased_whole on cooperation.technique_result for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.technique_result for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.technique_result for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.technique_result to tocsin_app;
grant update (corpus) on cooperation.technique_result to tocsin_app;
grant update (measured_by) on cooperation.technique_result to tocsin_app;

create table cooperation.technique_run (
  id uuid not null,
  owner uuid not null,
  technique uuid,
  version integer,
  copy uuid,
  name text not null,
  kind text not null,
  sha256 text not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  judged text not null,
  state text not null,
  why text,
  total integer not null,
  skipped integer not null default 0,
  stopped integer not null default 0,
  ms double precision not null default 0,
  slowest double precision not null default 0,
  after_at timestamp with time zone,
  after_id uuid,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  ended_at timestamp with time zone,
  UNIQUE (id, owner),
  PRIMARY KEY (id),
  FOREIGN KEY (technique, owner) REFERENCES cooperation.technique(id, owner) ON DELETE CASCADE,
  CHECK ((since < until)),
  CHECK (((technique IS NULL) <> (copy IS NULL))),
  CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  CHECK ((judged = ANY (ARRAY['all'::text, 'unwanted'::text, 'wanted'::text]))),
  CHECK ((kind = ANY (ARRAY['rules'::text, 'yara'::text, 'indicators'::text, 'tokens'::text]))),
  CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'stopped'::text]))),
  CHECK ((why = ANY (ARRAY['unsafe'::text, 'unreadable'::text, 'gone'::text, 'long'::text])))
);
CREATE INDEX technique_run_by_owner ON cooperation.technique_run USING btree (owner, asked_at DESC, id DESC);
CREATE INDEX technique_run_of_technique ON cooperation.technique_run USING btree (technique, asked_at DESC, id DESC);
alter table cooperation.technique_run enable row level security, force row level security;
create policy added on cooperation.technique_run for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.technique_run for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.technique_run for select to tocsin_dump using (true);
create policy erased_whole on cooperation.technique_run for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.technique_run for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.technique_run for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.technique_run to tocsin_app;
grant update (after_at) on cooperation.technique_run to tocsin_app;
grant update (after_id) on cooperation.technique_run to tocsin_app;
grant update (ended_at) on cooperation.technique_run to tocsin_app;
grant update (ms) on cooperation.technique_run to tocsin_app;
grant update (name) on cooperation.technique_run to tocsin_app;
grant update (skipped) on cooperation.technique_run to tocsin_app;
grant update (slowest) on cooperation.technique_run to tocsin_app;
grant update (state) on cooperation.technique_run to tocsin_app;
grant update (stopped) on cooperation.technique_run to tocsin_app;
grant update (why) on cooperation.technique_run to tocsin_app;

create table cooperation.technique_version (
  id uuid not null,
  owner uuid not null,
  technique uuid not null,
  number integer not null,
  description text not null,
  content text not null,
  sha256 text not null,
  entries integer not null,
  tlp text not null,
  permitted text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  UNIQUE (id, owner),
  UNIQUE (technique, number),
  PRIMARY KEY (id),
  FOREIGN KEY (technique, owner) REFERENCES cooperation.technique(id, owner) ON DELETE CASCADE,
  CHECK ((octet_length(content) <= 1048576)),
  CHECK ((length(description) <= 4000)),
  CHECK ((number > 0)),
  CHECK ((permitted = ANY (ARRAY['none'::text, 'contact-for-instruction'::text, 'internally-visible'::text, 'externally-visible-indirect'::text, 'externally-visible-direct'::text]))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber-strict'::text, 'red'::text])))
);
alter table cooperation.technique_version enable row level security, force row level security;
create policy added on cooperation.technique_version for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.technique_version for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.technique_version for select to tocsin_dump using (true);
create policy erased_whole on cooperation.technique_version for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.technique_version for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.technique_version for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.technique_version to tocsin_app;
grant update (content) on cooperation.technique_version to tocsin_app;
grant update (description) on cooperation.technique_version to tocsin_app;

create table cooperation.technique_week (
  owner uuid not null,
  run uuid not null,
  week date not null,
  judged text not null,
  read integer not null,
  matched integer not null,
  PRIMARY KEY (run, week, judged),
  FOREIGN KEY (run, owner) REFERENCES cooperation.technique_run(id, owner) ON DELETE CASCADE,
  CHECK (((matched >= 0) AND (matched <= read))),
  CHECK ((judged = ANY (ARRAY['unwanted'::text, 'wanted'::text, 'unknown'::text])))
);
alter table cooperation.technique_week enable row level security, force row level security;
create policy added on cooperation.technique_week for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.technique_week for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.technique_week for select to tocsin_dump using (true);
create policy erased_whole on cooperation.technique_week for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.technique_week for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.technique_week for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on cooperation.technique_week to tocsin_app;
grant update (matched) on cooperation.technique_week to tocsin_app;
grant update (read) on cooperation.technique_week to tocsin_app;

create table cooperation.telling (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  subject uuid not null,
  member uuid not null,
  name text not null,
  organisation uuid,
  people integer not null default 0,
  told_at timestamp with time zone,
  how text,
  seen_at timestamp with time zone,
  contact uuid,
  mail uuid,
  mail_state text,
  mail_at timestamp with time zone,
  taken_back_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (contact) REFERENCES cooperation.contact(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK (((mail IS NOT NULL) = ((mail_state IS NOT NULL) AND (mail_state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text]))))),
  CHECK (((mail_state IS NULL) = (mail_at IS NULL))),
  CHECK (((length(how) >= 1) AND (length(how) <= 500))),
  CHECK ((mail_state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'unnamed'::text, 'no-relay'::text])))
);
CREATE INDEX telling_by_mail ON cooperation.telling USING btree (mail) WHERE (mail IS NOT NULL);
CREATE UNIQUE INDEX telling_once ON cooperation.telling USING btree (owner, subject, kind, member);
alter table cooperation.telling enable row level security, force row level security;
create policy added on cooperation.telling for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.telling for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.telling for select to tocsin_dump using (true);
create policy erased_whole on cooperation.telling for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.telling for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.telling for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.telling to tocsin_app;
grant update (contact) on cooperation.telling to tocsin_app;
grant update (how) on cooperation.telling to tocsin_app;
grant update (mail) on cooperation.telling to tocsin_app;
grant update (mail_at) on cooperation.telling to tocsin_app;
grant update (mail_state) on cooperation.telling to tocsin_app;
grant update (organisation) on cooperation.telling to tocsin_app;
grant update (people) on cooperation.telling to tocsin_app;
grant update (seen_at) on cooperation.telling to tocsin_app;
grant update (taken_back_at) on cooperation.telling to tocsin_app;
grant update (told_at) on cooperation.telling to tocsin_app;

create table cooperation.tombstone (
  id uuid not null,
  owner uuid not null,
  owner_name text not null,
  copy uuid not null,
  kind text not null,
  sha256 text not null,
  shared_at timestamp with time zone not null,
  recalled_at timestamp with time zone not null,
  organisation uuid not null,
  name text not null,
  had_read boolean not null,
  confirmed_at timestamp with time zone,
  UNIQUE (copy, organisation),
  PRIMARY KEY (id),
  FOREIGN KEY (copy, owner) REFERENCES cooperation.shared_copy(id, owner),
  CHECK ((organisation <> owner)),
  CHECK ((kind = ANY (ARRAY['case'::text, 'campaign'::text, 'indicator'::text, 'document'::text, 'technique'::text, 'evidence'::text, 'finding'::text])))
);
CREATE INDEX tombstone_by_organisation ON cooperation.tombstone USING btree (organisation, recalled_at DESC, id DESC);
CREATE INDEX tombstone_by_owner ON cooperation.tombstone USING btree (owner, recalled_at DESC);
alter table cooperation.tombstone enable row level security, force row level security;
create policy added on cooperation.tombstone for insert to tocsin_app with check ((owner = ( SELECT platform.acting() AS acting)));
create policy confirmed on cooperation.tombstone for update to tocsin_app using (((organisation = ( SELECT platform.acting() AS acting)) AND (confirmed_at IS NULL))) with check ((organisation = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.tombstone for select to tocsin_dump using (true);
create policy erased_whole on cooperation.tombstone for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.tombstone for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (organisation = ( SELECT platform.acting() AS acting))));
grant insert, select on cooperation.tombstone to tocsin_app;
grant update (confirmed_at) on cooperation.tombstone to tocsin_app;

create table cooperation.training (
  id uuid not null,
  owner uuid not null,
  member uuid,
  title text not null,
  topic text not null,
  note text not null default ''::text,
  trainers text not null default ''::text,
  languages text[] not null,
  starts_at timestamp with time zone,
  time_zone text not null,
  duration integer,
  link text,
  seats integer,
  audience text not null,
  state text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  changed_at timestamp with time zone not null,
  reminded_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  CHECK ((audience = ANY (ARRAY['agencies'::text, 'members'::text, 'named'::text]))),
  CHECK (((starts_at IS NULL) OR (duration IS NOT NULL))),
  CHECK (((duration >= 5) AND (duration <= 10080))),
  CHECK (((cardinality(languages) >= 1) AND (cardinality(languages) <= 20))),
  CHECK (((length(link) <= 2000) AND (link ~~ 'https://%'::text))),
  CHECK ((length(note) <= 20000)),
  CHECK (((seats >= 1) AND (seats <= 100000))),
  CHECK ((state = ANY (ARRAY['open'::text, 'over'::text, 'cancelled'::text]))),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK ((topic = ANY (ARRAY['detection-techniques'::text, 'investigation'::text, 'evidence'::text, 'law'::text, 'cooperation'::text, 'systems'::text, 'awareness'::text, 'other'::text]))),
  CHECK ((length(trainers) <= 1000))
);
CREATE INDEX training_in_order ON cooperation.training USING btree (owner, starts_at DESC, id DESC);
CREATE INDEX training_to_remind ON cooperation.training USING btree (owner, starts_at) WHERE ((state = 'open'::text) AND (reminded_at IS NULL));
alter table cooperation.training enable row level security, force row level security;
create policy added on cooperation.training for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.training for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.training for select to tocsin_dump using (true);
create policy erased_whole on cooperation.training for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.training for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.training for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('training'::text) g(object)))));
grant insert, select on cooperation.training to tocsin_app;
grant update (audience) on cooperation.training to tocsin_app;
grant update (changed_at) on cooperation.training to tocsin_app;
grant update (duration) on cooperation.training to tocsin_app;
grant update (languages) on cooperation.training to tocsin_app;
grant update (link) on cooperation.training to tocsin_app;
grant update (note) on cooperation.training to tocsin_app;
grant update (reminded_at) on cooperation.training to tocsin_app;
grant update (seats) on cooperation.training to tocsin_app;
grant update (starts_at) on cooperation.training to tocsin_app;
grant update (state) on cooperation.training to tocsin_app;
grant update (time_zone) on cooperation.training to tocsin_app;
grant update (title) on cooperation.training to tocsin_app;
grant update (topic) on cooperation.training to tocsin_app;
grant update (trainers) on cooperation.training to tocsin_app;

create table cooperation.training_enrolment (
  id uuid not null,
  owner uuid not null,
  training uuid not null,
  member uuid not null,
  organisation uuid not null,
  person uuid not null,
  name text not null,
  state text not null,
  at timestamp with time zone not null,
  attended boolean,
  attended_at timestamp with time zone,
  evaluated boolean not null default false,
  UNIQUE (training, organisation, person),
  PRIMARY KEY (id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (training) REFERENCES cooperation.training(id),
  CHECK (((attended IS NULL) = (attended_at IS NULL))),
  CHECK ((length(name) <= 200)),
  CHECK ((state = ANY (ARRAY['enrolled'::text, 'waiting'::text, 'withdrawn'::text])))
);
CREATE INDEX training_enrolment_by_member ON cooperation.training_enrolment USING btree (member);
CREATE INDEX training_enrolment_by_person ON cooperation.training_enrolment USING btree (person, organisation);
CREATE INDEX training_enrolment_in_order ON cooperation.training_enrolment USING btree (training, at, id);
alter table cooperation.training_enrolment enable row level security, force row level security;
create policy added on cooperation.training_enrolment for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.training_enrolment for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.training_enrolment for select to tocsin_dump using (true);
create policy erased_whole on cooperation.training_enrolment for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.training_enrolment for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.training_enrolment for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT g.object
   FROM platform.granted_objects('training-enrolment'::text) g(object)))));
grant insert, select on cooperation.training_enrolment to tocsin_app;
grant update (at) on cooperation.training_enrolment to tocsin_app;
grant update (attended) on cooperation.training_enrolment to tocsin_app;
grant update (attended_at) on cooperation.training_enrolment to tocsin_app;
grant update (evaluated) on cooperation.training_enrolment to tocsin_app;
grant update (member) on cooperation.training_enrolment to tocsin_app;
grant update (name) on cooperation.training_enrolment to tocsin_app;
grant update (state) on cooperation.training_enrolment to tocsin_app;

create table cooperation.training_evaluation (
  id uuid not null,
  owner uuid not null,
  training uuid not null,
  batch integer not null,
  useful smallint not null,
  clear smallint not null,
  pace smallint not null,
  apply smallint not null,
  words text not null default ''::text,
  PRIMARY KEY (id),
  FOREIGN KEY (training) REFERENCES cooperation.training(id),
  CHECK (((apply >= 1) AND (apply <= 5))),
  CHECK ((batch >= 0)),
  CHECK (((clear >= 1) AND (clear <= 5))),
  CHECK (((pace >= 1) AND (pace <= 5))),
  CHECK (((useful >= 1) AND (useful <= 5))),
  CHECK ((length(words) <= 4000))
);
CREATE INDEX training_evaluation_by_batch ON cooperation.training_evaluation USING btree (training, batch);
alter table cooperation.training_evaluation enable row level security, force row level security;
create policy added on cooperation.training_evaluation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.training_evaluation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.training_evaluation for select to tocsin_dump using (true);
create policy erased_whole on cooperation.training_evaluation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.training_evaluation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.training_evaluation for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.training_evaluation to tocsin_app;
grant update (words) on cooperation.training_evaluation to tocsin_app;

create table cooperation.training_invitation (
  id uuid not null,
  owner uuid not null,
  training uuid not null,
  member uuid not null,
  agency uuid,
  at timestamp with time zone not null,
  by text not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (agency) REFERENCES cooperation.member(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (training) REFERENCES cooperation.training(id)
);
CREATE INDEX training_invitation_by_member ON cooperation.training_invitation USING btree (member) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX training_invitation_open ON cooperation.training_invitation USING btree (training, member) WHERE (ended_at IS NULL);
alter table cooperation.training_invitation enable row level security, force row level security;
create policy added on cooperation.training_invitation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.training_invitation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.training_invitation for select to tocsin_dump using (true);
create policy erased_whole on cooperation.training_invitation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.training_invitation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.training_invitation for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (training IN ( SELECT g.object
   FROM platform.granted_objects('training-inside'::text) g(object)))));
grant insert, select on cooperation.training_invitation to tocsin_app;
grant update (ended_at) on cooperation.training_invitation to tocsin_app;

create table cooperation.training_material (
  id uuid not null,
  owner uuid not null,
  training uuid,
  education uuid,
  of uuid not null,
  member uuid,
  language text not null,
  title text not null,
  text text not null default ''::text,
  url text,
  sha256 text,
  file_name text,
  size integer,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (education) REFERENCES cooperation.education(id),
  FOREIGN KEY (member) REFERENCES cooperation.member(id),
  FOREIGN KEY (training) REFERENCES cooperation.training(id),
  CHECK ((of = COALESCE(training, education))),
  CHECK ((num_nonnulls(training, education) = 1)),
  CHECK ((num_nonnulls(sha256, file_name, size) = ANY (ARRAY[0, 3]))),
  CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((size > 0)),
  CHECK ((length(text) <= 50000)),
  CHECK ((length(title) <= 200)),
  CHECK (((length(url) <= 2000) AND (url ~~ 'https://%'::text)))
);
CREATE INDEX training_material_in_order ON cooperation.training_material USING btree (of, at, id);
alter table cooperation.training_material enable row level security, force row level security;
create policy added on cooperation.training_material for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.training_material for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.training_material for select to tocsin_dump using (true);
create policy erased_whole on cooperation.training_material for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.training_material for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.training_material for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (of IN ( SELECT g.object
   FROM platform.granted_objects('training'::text) g(object)))));
grant insert, select on cooperation.training_material to tocsin_app;
grant update (file_name) on cooperation.training_material to tocsin_app;
grant update (sha256) on cooperation.training_material to tocsin_app;
grant update (size) on cooperation.training_material to tocsin_app;
grant update (text) on cooperation.training_material to tocsin_app;
grant update (title) on cooperation.training_material to tocsin_app;
grant update (url) on cooperation.training_material to tocsin_app;
grant update (withdrawn_at) on cooperation.training_material to tocsin_app;

create table cooperation.training_objection (
  id uuid not null,
  owner uuid not null,
  training uuid not null,
  agency uuid not null,
  at timestamp with time zone not null,
  by text not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (agency) REFERENCES cooperation.member(id),
  FOREIGN KEY (training) REFERENCES cooperation.training(id)
);
CREATE UNIQUE INDEX training_objection_standing ON cooperation.training_objection USING btree (training, agency) WHERE (withdrawn_at IS NULL);
alter table cooperation.training_objection enable row level security, force row level security;
create policy added on cooperation.training_objection for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.training_objection for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.training_objection for select to tocsin_dump using (true);
create policy erased_whole on cooperation.training_objection for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.training_objection for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.training_objection for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('training-objection'::text, id)));
grant insert, select on cooperation.training_objection to tocsin_app;
grant update (withdrawn_at) on cooperation.training_objection to tocsin_app;

create table cooperation.way (
  id uuid not null,
  owner uuid not null,
  what text not null,
  shipped text,
  name text not null,
  country text,
  kind text not null,
  value text not null,
  archive text not null default 'aes'::text,
  password text not null default 'infected'::text,
  field text not null default 'file'::text,
  header text,
  secret bytea,
  language text,
  again_days integer,
  note text not null default ''::text,
  source text not null default ''::text,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (id),
  CHECK (((again_days >= 1) AND (again_days <= 365))),
  CHECK ((archive = ANY (ARRAY['aes'::text, 'zipcrypto'::text, 'none'::text]))),
  CHECK (((secret IS NULL) OR (header IS NOT NULL))),
  CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK (((length(field) >= 1) AND (length(field) <= 100))),
  CHECK (((length(header) >= 1) AND (length(header) <= 100))),
  CHECK ((kind = ANY (ARRAY['mail'::text, 'http'::text, 'page'::text]))),
  CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  CHECK ((length(note) <= 1000)),
  CHECK (((length(password) >= 1) AND (length(password) <= 64))),
  CHECK ((length(shipped) <= 80)),
  CHECK ((length(source) <= 500)),
  CHECK (((length(value) >= 3) AND (length(value) <= 2000))),
  CHECK ((what = ANY (ARRAY['vendor'::text, 'hotline'::text])))
);
CREATE INDEX way_by_owner ON cooperation.way USING btree (owner, what, name, id);
alter table cooperation.way enable row level security, force row level security;
create policy added on cooperation.way for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on cooperation.way for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on cooperation.way for select to tocsin_dump using (true);
create policy erased_whole on cooperation.way for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on cooperation.way for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on cooperation.way for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on cooperation.way to tocsin_app;
grant update (again_days) on cooperation.way to tocsin_app;
grant update (archive) on cooperation.way to tocsin_app;
grant update (changed_at) on cooperation.way to tocsin_app;
grant update (changed_by) on cooperation.way to tocsin_app;
grant update (confirmed_at) on cooperation.way to tocsin_app;
grant update (confirmed_by) on cooperation.way to tocsin_app;
grant update (country) on cooperation.way to tocsin_app;
grant update (ended_at) on cooperation.way to tocsin_app;
grant update (ended_by) on cooperation.way to tocsin_app;
grant update (field) on cooperation.way to tocsin_app;
grant update (header) on cooperation.way to tocsin_app;
grant update (kind) on cooperation.way to tocsin_app;
grant update (language) on cooperation.way to tocsin_app;
grant update (name) on cooperation.way to tocsin_app;
grant update (note) on cooperation.way to tocsin_app;
grant update (password) on cooperation.way to tocsin_app;
grant update (secret) on cooperation.way to tocsin_app;
grant update (source) on cooperation.way to tocsin_app;
grant update (value) on cooperation.way to tocsin_app;

create table directory.address_change (
  hash bytea not null,
  owner uuid not null,
  person uuid not null,
  email text not null,
  instead_of text not null,
  asked_by text not null,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (hash),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (person) REFERENCES directory.person(id) ON DELETE CASCADE,
  CHECK ((email = lower(email)))
);
CREATE INDEX address_change_by_person ON directory.address_change USING btree (person);
alter table directory.address_change enable row level security, force row level security;
create policy added on directory.address_change for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.address_change for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.address_change for select to tocsin_dump using (true);
create policy erased_whole on directory.address_change for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.address_change for select to tocsin_finder using (true);
create policy removed on directory.address_change for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.address_change for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.address_change to tocsin_app;
grant select on directory.address_change to tocsin_finder;

create table directory.api_key (
  id uuid not null,
  owner uuid not null,
  person uuid not null,
  name text not null,
  start text not null,
  hash bytea not null,
  scopes text[] not null,
  since timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  UNIQUE (hash),
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['read'::text, 'report'::text, 'write'::text, 'administer'::text])))
);
CREATE INDEX api_key_by_owner ON directory.api_key USING btree (owner, id DESC);
CREATE INDEX api_key_by_person ON directory.api_key USING btree (owner, person, id DESC);
alter table directory.api_key enable row level security, force row level security;
create policy added on directory.api_key for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.api_key for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.api_key for select to tocsin_dump using (true);
create policy erased_whole on directory.api_key for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.api_key for select to tocsin_finder using (true);
create policy removed on directory.api_key for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.api_key for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on directory.api_key to tocsin_app;
grant select on directory.api_key to tocsin_finder;
grant update (last_used_at) on directory.api_key to tocsin_app;
grant update (revoked_at) on directory.api_key to tocsin_app;

create table directory.assignment (
  id uuid not null,
  owner uuid not null,
  source text not null,
  net text not null,
  low_port integer,
  high_port integer,
  protocol text,
  subscriber text not null,
  session text,
  since timestamp with time zone not null,
  until timestamp with time zone not null default 'infinity'::timestamp with time zone,
  seen_at timestamp with time zone not null,
  key text not null,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK (((low_port IS NULL) = (high_port IS NULL))),
  CHECK ((low_port <= high_port)),
  CHECK ((since <= until)),
  CHECK (((high_port >= 0) AND (high_port <= 65535))),
  CHECK (((low_port >= 0) AND (low_port <= 65535))),
  CHECK ((length(net) <= 50)),
  CHECK ((protocol = ANY (ARRAY['tcp'::text, 'udp'::text, 'icmp'::text]))),
  CHECK ((length(session) <= 200)),
  CHECK ((source = ANY (ARRAY['radius'::text, 'dhcp'::text, 'nat'::text]))),
  CHECK (((length(subscriber) >= 1) AND (length(subscriber) <= 253)))
);
CREATE INDEX assignment_by_age ON directory.assignment USING btree (owner, seen_at, id);
CREATE INDEX assignment_by_net ON directory.assignment USING btree (owner, net, until);
CREATE INDEX assignment_by_subscriber ON directory.assignment USING btree (owner, lower(subscriber), since DESC);
CREATE UNIQUE INDEX assignment_by_key ON directory.assignment USING btree (owner, key);
alter table directory.assignment enable row level security, force row level security;
create policy added on directory.assignment for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.assignment for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.assignment for select to tocsin_dump using (true);
create policy erased_whole on directory.assignment for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.assignment for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.assignment for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.assignment to tocsin_app;
grant update (seen_at) on directory.assignment to tocsin_app;
grant update (since) on directory.assignment to tocsin_app;
grant update (subscriber) on directory.assignment to tocsin_app;
grant update (until) on directory.assignment to tocsin_app;

create table directory.contact (
  id uuid not null,
  owner uuid not null,
  party uuid not null,
  purpose text not null,
  address text not null,
  format text not null default 'xarf'::text,
  at_most_every integer,
  language text,
  source text not null,
  since timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  closed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (party) REFERENCES directory.party(id) ON DELETE CASCADE,
  CHECK (((length(address) >= 3) AND (length(address) <= 254))),
  CHECK (((at_most_every >= 60) AND (at_most_every <= 31536000))),
  CHECK ((format = ANY (ARRAY['xarf'::text, 'arf'::text, 'text'::text]))),
  CHECK ((length(language) <= 35)),
  CHECK ((purpose = ANY (ARRAY['abuse'::text, 'security'::text, 'legal'::text, 'postmaster'::text, 'other'::text]))),
  CHECK ((source = ANY (ARRAY['stated'::text, 'import'::text])))
);
CREATE INDEX contact_by_address ON directory.contact USING btree (owner, lower(address));
CREATE INDEX contact_by_party ON directory.contact USING btree (owner, party, id);
CREATE UNIQUE INDEX contact_open ON directory.contact USING btree (party, purpose, lower(address)) WHERE (closed_at IS NULL);
alter table directory.contact enable row level security, force row level security;
create policy added on directory.contact for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.contact for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.contact for select to tocsin_dump using (true);
create policy erased_whole on directory.contact for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.contact for select to tocsin_finder using (true);
create policy removed on directory.contact for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.contact for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.contact to tocsin_app;
grant select on directory.contact to tocsin_finder;
grant update (address) on directory.contact to tocsin_app;
grant update (at_most_every) on directory.contact to tocsin_app;
grant update (closed_at) on directory.contact to tocsin_app;
grant update (confirmed_at) on directory.contact to tocsin_app;
grant update (format) on directory.contact to tocsin_app;
grant update (language) on directory.contact to tocsin_app;
grant update (purpose) on directory.contact to tocsin_app;

create table directory.import (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  name text not null,
  sha256 text not null,
  size bigint not null,
  counts jsonb not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK ((kind = ANY (ARRAY['customers'::text, 'radius'::text, 'dhcp'::text, 'nat'::text]))),
  CHECK ((length(name) <= 255)),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((size >= 0))
);
CREATE INDEX import_by_owner ON directory.import USING btree (owner, id DESC);
alter table directory.import enable row level security, force row level security;
create policy added on directory.import for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.import for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.import for select to tocsin_dump using (true);
create policy erased_whole on directory.import for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.import for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.import for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on directory.import to tocsin_app;

create table directory.invitation (
  id uuid not null,
  owner uuid not null,
  email text not null,
  role text not null,
  hash bytea not null,
  invited_by text not null,
  since timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  withdrawn_at timestamp with time zone,
  UNIQUE (hash),
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK ((email = lower(email))),
  CHECK ((role = ANY (ARRAY['viewer'::text, 'analyst'::text, 'manager'::text, 'administrator'::text])))
);
CREATE INDEX invitation_by_owner ON directory.invitation USING btree (owner, id DESC);
alter table directory.invitation enable row level security, force row level security;
create policy added on directory.invitation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.invitation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.invitation for select to tocsin_dump using (true);
create policy erased_whole on directory.invitation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.invitation for select to tocsin_finder using (true);
create policy removed on directory.invitation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.invitation for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on directory.invitation to tocsin_app;
grant select on directory.invitation to tocsin_finder;
grant update (accepted_at) on directory.invitation to tocsin_app;
grant update (accepted_by) on directory.invitation to tocsin_app;
grant update (withdrawn_at) on directory.invitation to tocsin_app;

create table directory.membership (
  owner uuid not null,
  person uuid not null,
  role text not null,
  since timestamp with time zone not null,
  digest_at timestamp with time zone,
  PRIMARY KEY (owner, person),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (person) REFERENCES directory.person(id),
  CHECK ((role = ANY (ARRAY['viewer'::text, 'analyst'::text, 'manager'::text, 'administrator'::text])))
);
CREATE INDEX membership_by_person ON directory.membership USING btree (person);
alter table directory.membership enable row level security, force row level security;
create policy added on directory.membership for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.membership for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.membership for select to tocsin_dump using (true);
create policy erased_whole on directory.membership for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.membership for select to tocsin_finder using (true);
create policy removed on directory.membership for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.membership for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.membership to tocsin_app;
grant select on directory.membership to tocsin_finder;
grant update (digest_at) on directory.membership to tocsin_app;
grant update (role) on directory.membership to tocsin_app;

create table directory.notice (
  id uuid not null,
  owner uuid not null,
  person uuid not null,
  kind text not null,
  subject text not null,
  params jsonb not null default '{}'::jsonb,
  count integer not null default 1,
  at timestamp with time zone not null,
  read_at timestamp with time zone,
  mailed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (person) REFERENCES directory.person(id) ON DELETE CASCADE
);
CREATE INDEX notice_by_person ON directory.notice USING btree (owner, person, id DESC);
CREATE INDEX notice_unmailed ON directory.notice USING btree (owner) WHERE ((read_at IS NULL) AND (mailed_at IS NULL));
CREATE UNIQUE INDEX notice_unread ON directory.notice USING btree (owner, person, kind, subject) WHERE (read_at IS NULL);
alter table directory.notice enable row level security, force row level security;
create policy added on directory.notice for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.notice for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.notice for select to tocsin_dump using (true);
create policy erased_whole on directory.notice for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.notice for select to tocsin_finder using (true);
create policy removed on directory.notice for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.notice for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on directory.notice to tocsin_app;
grant select on directory.notice to tocsin_finder;

create table directory.office (
  id uuid not null,
  owner uuid not null,
  holder uuid not null,
  name text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  decided_by text not null,
  ends_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (holder) REFERENCES directory.organisation(id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK (((until IS NULL) OR (until >= since))),
  CHECK ((holder <> owner)),
  CHECK (((ends_at IS NULL) OR (ends_at > since)))
);
CREATE INDEX office_by_holder ON directory.office USING btree (holder);
CREATE UNIQUE INDEX office_open ON directory.office USING btree (owner, holder) WHERE (until IS NULL);
alter table directory.office enable row level security, force row level security;
create policy added on directory.office for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.office for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.office for select to tocsin_dump using (true);
create policy erased_whole on directory.office for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.office for select to tocsin_finder using (true);
create policy removed on directory.office for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.office for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('office'::text, id)));
grant insert, select on directory.office to tocsin_app;
grant select on directory.office to tocsin_finder;
grant update (ends_at) on directory.office to tocsin_app;
grant update (until) on directory.office to tocsin_app;

create table directory.organisation (
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  country text not null,
  suspended_at timestamp with time zone,
  suspended_why text,
  since timestamp with time zone not null,
  systems_changed_at timestamp with time zone,
  left_at timestamp with time zone,
  UNIQUE (code),
  PRIMARY KEY (id),
  CHECK ((code ~ '^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$'::text)),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((kind = ANY (ARRAY['agency'::text, 'provider'::text, 'industry'::text, 'secretariat'::text, 'network'::text, 'other'::text])))
);
CREATE UNIQUE INDEX organisation_network ON directory.organisation USING btree (kind) WHERE (kind = 'network'::text);
alter table directory.organisation enable row level security, force row level security;
create policy added on directory.organisation for insert to public with check (platform.operating());
create policy changed on directory.organisation for update to public using (((id = ( SELECT platform.acting() AS acting)) OR ( SELECT platform.operating() AS operating))) with check (((id = ( SELECT platform.acting() AS acting)) OR ( SELECT platform.operating() AS operating)));
create policy dumped on directory.organisation for select to tocsin_dump using (true);
create policy finder on directory.organisation for select to tocsin_finder using (true);
create policy visible on directory.organisation for select to public using (((id = ( SELECT platform.acting() AS acting)) OR ( SELECT platform.operating() AS operating) OR (id IN ( SELECT directory.own_organisations() AS own_organisations)) OR ((kind = 'network'::text) AND platform.granted('network'::text, id))));
grant insert, select on directory.organisation to tocsin_app;
grant select on directory.organisation to tocsin_finder;
grant update (country) on directory.organisation to tocsin_app;
grant update (kind) on directory.organisation to tocsin_app;
grant update (left_at) on directory.organisation to tocsin_app;
grant update (name) on directory.organisation to tocsin_app;
grant update (suspended_at) on directory.organisation to tocsin_app;
grant update (suspended_why) on directory.organisation to tocsin_app;
grant update (systems_changed_at) on directory.organisation to tocsin_app;

create table directory.party (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  name text not null,
  country text,
  language text,
  reference text,
  note text not null default ''::text,
  source text not null,
  since timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  sorts text not null generated always as (lower(name)) stored,
  tokens tsvector not null generated always as (to_tsvector('simple'::regconfig, ((name || ' '::text) || COALESCE(reference, ''::text)))) stored,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((kind = ANY (ARRAY['customer'::text, 'network'::text, 'host'::text, 'registrar'::text, 'registry'::text, 'cert'::text, 'authority'::text, 'agency'::text, 'vendor'::text, 'brand'::text, 'other'::text]))),
  CHECK ((length(language) <= 35)),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((length(note) <= 2000)),
  CHECK (((length(reference) >= 1) AND (length(reference) <= 100))),
  CHECK ((source = ANY (ARRAY['stated'::text, 'import'::text])))
);
CREATE INDEX party_by_kind ON directory.party USING btree (owner, kind, sorts, id);
CREATE INDEX party_by_name ON directory.party USING btree (owner, sorts, id);
CREATE INDEX party_by_words ON directory.party USING gin (tokens);
CREATE UNIQUE INDEX party_by_reference ON directory.party USING btree (owner, reference) WHERE (reference IS NOT NULL);
alter table directory.party enable row level security, force row level security;
create policy added on directory.party for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.party for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.party for select to tocsin_dump using (true);
create policy erased_whole on directory.party for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on directory.party for select to tocsin_finder using (true);
create policy removed on directory.party for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.party for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.party to tocsin_app;
grant select on directory.party to tocsin_finder;
grant update (changed_at) on directory.party to tocsin_app;
grant update (country) on directory.party to tocsin_app;
grant update (ended_at) on directory.party to tocsin_app;
grant update (kind) on directory.party to tocsin_app;
grant update (language) on directory.party to tocsin_app;
grant update (name) on directory.party to tocsin_app;
grant update (note) on directory.party to tocsin_app;
grant update (reference) on directory.party to tocsin_app;

create table directory.party_change (
  id uuid not null,
  owner uuid not null,
  party uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  what text not null,
  detail jsonb not null default '{}'::jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (party) REFERENCES directory.party(id) ON DELETE CASCADE
);
CREATE INDEX party_change_by_party ON directory.party_change USING btree (owner, party, id DESC);
alter table directory.party_change enable row level security, force row level security;
create policy added on directory.party_change for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.party_change for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.party_change for select to tocsin_dump using (true);
create policy erased_whole on directory.party_change for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.party_change for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.party_change for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on directory.party_change to tocsin_app;

create table directory.person (
  id uuid not null,
  email text not null,
  name text not null,
  locale text not null,
  time_zone text not null,
  digest text not null default 'daily'::text,
  digest_hour smallint not null default 8,
  operator boolean not null default false,
  since timestamp with time zone not null,
  UNIQUE (email),
  PRIMARY KEY (id),
  CHECK ((digest = ANY (ARRAY['off'::text, 'hourly'::text, 'daily'::text]))),
  CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  CHECK ((email = lower(email)))
);
alter table directory.person enable row level security, force row level security;
create policy added on directory.person for insert to public with check (((platform.operating() OR (platform.acting() IS NOT NULL)) AND ((NOT operator) OR platform.operating())));
create policy changed on directory.person for update to public using (((id = ( SELECT directory.acting_person() AS acting_person)) OR ( SELECT platform.operating() AS operating))) with check (((NOT operator) OR platform.operating()));
create policy dumped on directory.person for select to tocsin_dump using (true);
create policy finder on directory.person for select to tocsin_finder using (true);
create policy removed on directory.person for delete to public using ((id = ( SELECT directory.acting_person() AS acting_person)));
create policy visible on directory.person for select to public using (((id = ( SELECT directory.acting_person() AS acting_person)) OR ( SELECT platform.operating() AS operating) OR (EXISTS ( SELECT
   FROM directory.membership m
  WHERE (m.person = person.id))) OR (id IN ( SELECT s.person
   FROM directory.staff_by_office() s(person, role)))));
grant insert, select on directory.person to tocsin_app;
grant select on directory.person to tocsin_finder;
grant update (digest) on directory.person to tocsin_app;
grant update (digest_hour) on directory.person to tocsin_app;
grant update (locale) on directory.person to tocsin_app;
grant update (name) on directory.person to tocsin_app;
grant update (operator) on directory.person to tocsin_app;
grant update (time_zone) on directory.person to tocsin_app;

create table directory.registration (
  owner uuid not null,
  key text not null,
  source text not null,
  answer jsonb,
  server text not null,
  asked_at timestamp with time zone not null,
  until timestamp with time zone not null,
  PRIMARY KEY (owner, key),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK ((length(key) <= 300)),
  CHECK ((length(server) <= 253)),
  CHECK ((source = ANY (ARRAY['rdap'::text, 'whois'::text])))
);
CREATE INDEX registration_by_age ON directory.registration USING btree (owner, until);
alter table directory.registration enable row level security, force row level security;
create policy added on directory.registration for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.registration for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.registration for select to tocsin_dump using (true);
create policy erased_whole on directory.registration for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.registration for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.registration for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on directory.registration to tocsin_app;

create table directory.responsibility (
  id uuid not null,
  owner uuid not null,
  party uuid not null,
  kind text not null,
  value text not null,
  source text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (party) REFERENCES directory.party(id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['prefix'::text, 'range'::text, 'asn'::text, 'domain'::text, 'site'::text, 'country'::text, 'subscriber'::text]))),
  CHECK ((source = ANY (ARRAY['stated'::text, 'import'::text]))),
  CHECK (((length(value) >= 1) AND (length(value) <= 500)))
);
CREATE INDEX responsibility_by_party ON directory.responsibility USING btree (owner, party, since DESC, id DESC);
CREATE UNIQUE INDEX responsibility_open ON directory.responsibility USING btree (party, kind, value) WHERE (until IS NULL);
alter table directory.responsibility enable row level security, force row level security;
create policy added on directory.responsibility for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.responsibility for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.responsibility for select to tocsin_dump using (true);
create policy erased_whole on directory.responsibility for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.responsibility for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.responsibility for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.responsibility to tocsin_app;
grant update (until) on directory.responsibility to tocsin_app;

create table directory.responsible_key (
  responsibility uuid not null,
  owner uuid not null,
  kind text not null,
  key text not null,
  PRIMARY KEY (responsibility, key),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  FOREIGN KEY (responsibility) REFERENCES directory.responsibility(id) ON DELETE CASCADE,
  CHECK (((length(key) >= 1) AND (length(key) <= 500))),
  CHECK ((kind = ANY (ARRAY['net'::text, 'asn'::text, 'domain'::text, 'site'::text, 'country'::text, 'subscriber'::text])))
);
CREATE INDEX responsible_key_by_key ON directory.responsible_key USING btree (owner, kind, key);
alter table directory.responsible_key enable row level security, force row level security;
create policy added on directory.responsible_key for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.responsible_key for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.responsible_key for select to tocsin_dump using (true);
create policy erased_whole on directory.responsible_key for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.responsible_key for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.responsible_key for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.responsible_key to tocsin_app;

create table directory.subscriber_lookup (
  owner uuid not null,
  url text not null,
  header text,
  secret bytea,
  pointers jsonb not null,
  nets text[] not null,
  set_at timestamp with time zone not null,
  set_by text not null,
  PRIMARY KEY (owner),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK ((header ~ '^[A-Za-z0-9-]{1,64}$'::text)),
  CHECK ((length(url) <= 2000))
);
alter table directory.subscriber_lookup enable row level security, force row level security;
create policy added on directory.subscriber_lookup for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.subscriber_lookup for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.subscriber_lookup for select to tocsin_dump using (true);
create policy erased_whole on directory.subscriber_lookup for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.subscriber_lookup for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.subscriber_lookup for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on directory.subscriber_lookup to tocsin_app;

create table directory.system (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  value text not null,
  note text not null,
  stated_by text not null,
  since timestamp with time zone not null,
  UNIQUE (owner, value),
  PRIMARY KEY (id),
  FOREIGN KEY (owner) REFERENCES directory.organisation(id),
  CHECK ((kind = ANY (ARRAY['network'::text, 'host'::text]))),
  CHECK ((length(note) <= 200)),
  CHECK (((length(value) >= 3) AND (length(value) <= 253)))
);
alter table directory.system enable row level security, force row level security;
create policy added on directory.system for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on directory.system for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on directory.system for select to tocsin_dump using (true);
create policy erased_whole on directory.system for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on directory.system for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on directory.system for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on directory.system to tocsin_app;
grant update (note) on directory.system to tocsin_app;

create table evidence.custody (
  id uuid not null,
  place bigint not null generated as identity,
  item uuid not null,
  owner uuid not null,
  at timestamp with time zone not null,
  act text not null,
  actor_kind text not null,
  actor text not null,
  detail jsonb not null default '{}'::jsonb,
  leaf uuid not null,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES evidence.item(id),
  CHECK ((act = ANY (ARRAY['received'::text, 'derived'::text, 'read'::text, 'exported'::text, 'verified'::text, 'held'::text, 'released-hold'::text, 'destroyed'::text, 'sealed'::text, 'altered'::text])))
);
CREATE INDEX custody_by_item ON evidence.custody USING btree (item, place);
alter table evidence.custody enable row level security, force row level security;
create policy added on evidence.custody for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.custody for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.custody for select to tocsin_dump using (true);
create policy erased_whole on evidence.custody for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.custody for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.custody for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on evidence.custody to tocsin_app;

create table evidence.derivation (
  parent uuid not null,
  child uuid not null,
  owner uuid not null,
  sha256 text not null,
  how text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (parent, sha256),
  FOREIGN KEY (child) REFERENCES evidence.item(id),
  FOREIGN KEY (parent) REFERENCES evidence.item(id),
  CHECK ((parent <> child))
);
CREATE UNIQUE INDEX derivation_by_child ON evidence.derivation USING btree (child);
alter table evidence.derivation enable row level security, force row level security;
create policy added on evidence.derivation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.derivation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.derivation for select to tocsin_dump using (true);
create policy erased_whole on evidence.derivation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.derivation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.derivation for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on evidence.derivation to tocsin_app;

create table evidence.erasure (
  id uuid not null,
  owner uuid not null,
  at timestamp with time zone not null,
  by_actor text not null,
  manner text not null,
  reason text not null,
  salt bytea not null,
  digest bytea not null,
  counts jsonb not null,
  PRIMARY KEY (id),
  CHECK ((manner = ANY (ARRAY['erase'::text, 'pseudonymise'::text])))
);
CREATE INDEX erasure_by_owner ON evidence.erasure USING btree (owner, at DESC, id DESC);
alter table evidence.erasure enable row level security, force row level security;
create policy added on evidence.erasure for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.erasure for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.erasure for select to tocsin_dump using (true);
create policy erased_whole on evidence.erasure for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.erasure for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.erasure for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on evidence.erasure to tocsin_app;

create table evidence.hold (
  id uuid not null,
  item uuid not null,
  owner uuid not null,
  reason text not null,
  since timestamp with time zone not null,
  set_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  ended_why text,
  PRIMARY KEY (id),
  FOREIGN KEY (item) REFERENCES evidence.item(id),
  CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
);
CREATE INDEX hold_by_owner ON evidence.hold USING btree (owner, since DESC, id DESC);
CREATE INDEX hold_in_force ON evidence.hold USING btree (item) WHERE (ended_at IS NULL);
alter table evidence.hold enable row level security, force row level security;
create policy added on evidence.hold for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.hold for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.hold for select to tocsin_dump using (true);
create policy erased_whole on evidence.hold for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.hold for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.hold for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on evidence.hold to tocsin_app;
grant update (ended_at) on evidence.hold to tocsin_app;
grant update (ended_by) on evidence.hold to tocsin_app;
grant update (ended_why) on evidence.hold to tocsin_app;

create table evidence.item (
  id uuid not null,
  owner uuid not null,
  root uuid not null,
  origin text not null,
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  name text,
  channel uuid,
  handed_by text,
  received_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  state text not null default 'kept'::text,
  destroyed_at timestamp with time zone,
  destroyed_why text,
  sealed_sha256 text,
  PRIMARY KEY (id),
  CHECK (((origin = 'received'::text) = (root = id))),
  CHECK (((state = 'kept'::text) = (destroyed_at IS NULL))),
  CHECK (((state = 'kept'::text) = (destroyed_why IS NULL))),
  CHECK (((state = 'sealed'::text) = (sealed_sha256 IS NOT NULL))),
  CHECK ((destroyed_why = ANY (ARRAY['retention'::text, 'child-material'::text, 'erasure'::text]))),
  CHECK ((origin = ANY (ARRAY['received'::text, 'derived'::text]))),
  CHECK ((sealed_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((size >= 0)),
  CHECK ((state = ANY (ARRAY['kept'::text, 'destroyed'::text, 'sealed'::text])))
);
CREATE INDEX item_by_age ON evidence.item USING btree (owner, state, received_at, id) WHERE (origin = 'received'::text);
CREATE INDEX item_by_blob ON evidence.item USING btree (sha256) WHERE (state = 'kept'::text);
CREATE INDEX item_by_root ON evidence.item USING btree (root);
CREATE INDEX item_by_sealed_blob ON evidence.item USING btree (sealed_sha256) WHERE (sealed_sha256 IS NOT NULL);
CREATE INDEX item_marked ON evidence.item USING btree (sha256) WHERE (destroyed_why = 'child-material'::text);
alter table evidence.item enable row level security, force row level security;
create policy added on evidence.item for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.item for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.item for select to tocsin_dump using (true);
create policy erased_whole on evidence.item for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on evidence.item for select to tocsin_finder using (true);
create policy removed on evidence.item for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.item for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('item'::text, id)));
grant insert, select on evidence.item to tocsin_app;
grant select on evidence.item to tocsin_finder;
grant update (destroyed_at) on evidence.item to tocsin_app;
grant update (destroyed_why) on evidence.item to tocsin_app;
grant update (handed_by) on evidence.item to tocsin_app;
grant update (name) on evidence.item to tocsin_app;
grant update (sealed_sha256) on evidence.item to tocsin_app;
grant update (state) on evidence.item to tocsin_app;

create table evidence.package (
  id uuid not null,
  owner uuid not null,
  about text not null,
  subjects text[] not null,
  title text not null,
  purpose text not null,
  recipient text not null,
  language text not null,
  originals text not null,
  state text not null,
  done integer not null default 0,
  total integer not null,
  items integer not null,
  left_out integer not null default 0,
  withheld integer not null default 0,
  size bigint,
  sha256 text,
  printed boolean not null default false,
  stamped boolean not null default false,
  failure text,
  by_kind text not null,
  by_actor text not null,
  created_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  expires_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((state = 'ready'::text) <= ((size IS NOT NULL) AND (sha256 IS NOT NULL) AND (ready_at IS NOT NULL) AND (expires_at IS NOT NULL)))),
  CHECK (((state = 'failed'::text) <= (failure IS NOT NULL))),
  CHECK ((originals = ANY (ARRAY['sealed'::text, 'plain'::text]))),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'making'::text, 'ready'::text, 'failed'::text, 'gone'::text])))
);
CREATE INDEX package_alive ON evidence.package USING btree (owner, created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'making'::text, 'ready'::text]));
CREATE INDEX package_by_owner ON evidence.package USING btree (owner, created_at DESC, id DESC);
alter table evidence.package enable row level security, force row level security;
create policy added on evidence.package for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.package for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.package for select to tocsin_dump using (true);
create policy erased_whole on evidence.package for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.package for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.package for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on evidence.package to tocsin_app;
grant update (done) on evidence.package to tocsin_app;
grant update (expires_at) on evidence.package to tocsin_app;
grant update (failure) on evidence.package to tocsin_app;
grant update (left_out) on evidence.package to tocsin_app;
grant update (printed) on evidence.package to tocsin_app;
grant update (ready_at) on evidence.package to tocsin_app;
grant update (sha256) on evidence.package to tocsin_app;
grant update (size) on evidence.package to tocsin_app;
grant update (stamped) on evidence.package to tocsin_app;
grant update (state) on evidence.package to tocsin_app;
grant update (withheld) on evidence.package to tocsin_app;

create table evidence.package_item (
  package uuid not null,
  item uuid not null,
  owner uuid not null,
  place integer not null,
  PRIMARY KEY (package, item),
  FOREIGN KEY (item) REFERENCES evidence.item(id),
  FOREIGN KEY (package) REFERENCES evidence.package(id)
);
CREATE INDEX package_item_by_item ON evidence.package_item USING btree (item);
alter table evidence.package_item enable row level security, force row level security;
create policy added on evidence.package_item for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.package_item for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.package_item for select to tocsin_dump using (true);
create policy erased_whole on evidence.package_item for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.package_item for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.package_item for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on evidence.package_item to tocsin_app;

create table evidence.retention_rule (
  owner uuid not null,
  kind text not null,
  days integer,
  set_at timestamp with time zone not null,
  set_by text not null,
  PRIMARY KEY (owner, kind),
  CHECK (((days >= 1) AND (days <= 36500)))
);
alter table evidence.retention_rule enable row level security, force row level security;
create policy added on evidence.retention_rule for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on evidence.retention_rule for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on evidence.retention_rule for select to tocsin_dump using (true);
create policy erased_whole on evidence.retention_rule for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on evidence.retention_rule for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on evidence.retention_rule for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on evidence.retention_rule to tocsin_app;

create table intake.channel (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  name text not null,
  token text,
  open boolean not null default true,
  created_at timestamp with time zone not null,
  last_at timestamp with time zone,
  UNIQUE (owner, kind, name),
  UNIQUE (token),
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['mail'::text, 'http'::text, 'console'::text, 'public'::text, 'import'::text, 'imap'::text])))
);
CREATE UNIQUE INDEX channel_own ON intake.channel USING btree (owner, kind) WHERE ((token IS NULL) AND (kind <> 'imap'::text));
alter table intake.channel enable row level security, force row level security;
create policy added on intake.channel for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.channel for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.channel for select to tocsin_dump using (true);
create policy erased_whole on intake.channel for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on intake.channel for select to tocsin_finder using (true);
create policy removed on intake.channel for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.channel for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on intake.channel to tocsin_app;
grant select on intake.channel to tocsin_finder;

create table intake.course (
  id uuid not null,
  owner uuid not null,
  begun_at timestamp with time zone not null,
  resumed_at timestamp with time zone,
  told text[] not null default '{}'::text[],
  told_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_how text,
  PRIMARY KEY (id),
  CHECK (((ended_at IS NULL) = (ended_how IS NULL))),
  CHECK ((ended_how = ANY (ARRAY['stopped'::text, 'handled'::text, 'silent'::text, 'no-abuse'::text, 'out-of-reach'::text, 'declined'::text]))),
  CHECK ((told <@ ARRAY['network'::text, 'host'::text, 'registrar'::text, 'registry'::text, 'brand'::text, 'vendor'::text, 'blocklist'::text, 'other'::text]))
);
alter table intake.course enable row level security, force row level security;
create policy added on intake.course for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.course for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.course for select to tocsin_dump using (true);
create policy erased_whole on intake.course for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.course for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.course for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on intake.course to tocsin_app;

create table intake.follow (
  report uuid not null,
  owner uuid not null,
  course uuid not null,
  PRIMARY KEY (report),
  FOREIGN KEY (course) REFERENCES intake.course(id) ON DELETE CASCADE,
  FOREIGN KEY (report) REFERENCES intake.report(id) ON DELETE CASCADE
);
CREATE INDEX follow_by_course ON intake.follow USING btree (course, report);
alter table intake.follow enable row level security, force row level security;
create policy added on intake.follow for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.follow for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.follow for select to tocsin_dump using (true);
create policy erased_whole on intake.follow for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.follow for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.follow for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on intake.follow to tocsin_app;

create table intake.mailbox (
  channel uuid not null,
  owner uuid not null,
  address text not null,
  host text not null,
  port integer not null,
  security text not null,
  authority text,
  username text not null,
  auth text not null,
  token_url text,
  client_id text,
  scope text,
  secret bytea not null,
  folder text not null,
  done text not null,
  done_folder text,
  changed_at timestamp with time zone not null,
  contact_at timestamp with time zone,
  trouble text,
  trouble_detail text,
  trouble_at timestamp with time zone,
  failures integer not null default 0,
  taken bigint not null default 0,
  too_large integer not null default 0,
  held_by uuid,
  held_until timestamp with time zone,
  PRIMARY KEY (channel),
  FOREIGN KEY (channel) REFERENCES intake.channel(id),
  CHECK ((auth = ANY (ARRAY['password'::text, 'oauth2'::text]))),
  CHECK (((auth = 'oauth2'::text) = ((token_url IS NOT NULL) AND (client_id IS NOT NULL)))),
  CHECK (((done = 'move'::text) = (done_folder IS NOT NULL))),
  CHECK ((done = ANY (ARRAY['move'::text, 'flag'::text]))),
  CHECK (((port >= 1) AND (port <= 65535))),
  CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'plain'::text])))
);
CREATE INDEX mailbox_by_owner ON intake.mailbox USING btree (owner);
alter table intake.mailbox enable row level security, force row level security;
create policy added on intake.mailbox for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.mailbox for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.mailbox for select to tocsin_dump using (true);
create policy erased_whole on intake.mailbox for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on intake.mailbox for select to tocsin_finder using (true);
create policy removed on intake.mailbox for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.mailbox for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on intake.mailbox to tocsin_app;
grant select on intake.mailbox to tocsin_finder;

create table intake.reply (
  id uuid not null,
  owner uuid not null,
  thread uuid not null,
  item uuid not null,
  sha256 text not null,
  size bigint not null,
  sameness text not null,
  times integer not null default 1,
  state text not null default 'unread'::text,
  arrival jsonb not null default '{}'::jsonb,
  sender text not null default ''::text,
  settled_at timestamp with time zone,
  from_address text,
  from_name text,
  subject text,
  text text not null default ''::text,
  quoted text not null default ''::text,
  language text,
  message_id text,
  automatic text,
  authenticated text not null default 'unchecked'::text,
  authentication jsonb not null default '{}'::jsonb,
  unread_why text,
  report uuid,
  pseudonymised boolean not null default false,
  received_at timestamp with time zone not null,
  UNIQUE (thread, sameness),
  PRIMARY KEY (id),
  FOREIGN KEY (thread) REFERENCES intake.thread(id),
  CHECK ((authenticated = ANY (ARRAY['pass'::text, 'fail'::text, 'none'::text, 'unchecked'::text]))),
  CHECK ((automatic = ANY (ARRAY['answer'::text, 'bounce'::text, 'list'::text, 'loop'::text, 'machine'::text]))),
  CHECK ((state = ANY (ARRAY['unread'::text, 'read'::text, 'spam'::text, 'withheld'::text, 'expired'::text])))
);
CREATE INDEX reply_by_arrival ON intake.reply USING btree (owner, received_at DESC, id DESC);
CREATE INDEX reply_by_item ON intake.reply USING btree (item);
CREATE INDEX reply_by_sender ON intake.reply USING btree (owner, sender, received_at);
CREATE INDEX reply_by_thread ON intake.reply USING btree (thread, received_at DESC, id DESC);
CREATE INDEX reply_unread ON intake.reply USING btree (owner, received_at DESC, id DESC) WHERE ((state = 'unread'::text) AND (automatic IS NULL));
alter table intake.reply enable row level security, force row level security;
create policy added on intake.reply for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.reply for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.reply for select to tocsin_dump using (true);
create policy erased_whole on intake.reply for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.reply for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.reply for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on intake.reply to tocsin_app;

create table intake.reply_attachment (
  reply uuid not null,
  owner uuid not null,
  "position" integer not null,
  item uuid not null,
  name text,
  media_type text not null,
  size bigint not null,
  PRIMARY KEY (reply, "position"),
  FOREIGN KEY (reply) REFERENCES intake.reply(id)
);
alter table intake.reply_attachment enable row level security, force row level security;
create policy added on intake.reply_attachment for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.reply_attachment for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.reply_attachment for select to tocsin_dump using (true);
create policy erased_whole on intake.reply_attachment for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.reply_attachment for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.reply_attachment for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on intake.reply_attachment to tocsin_app;

create table intake.report (
  id uuid not null,
  owner uuid not null,
  reference text not null,
  channel uuid not null,
  item uuid,
  sha256 text not null,
  size bigint not null,
  name text,
  sameness text not null,
  times integer not null default 1,
  form text not null default 'unread'::text,
  state text not null default 'received'::text,
  reporter_address text,
  reporter_name text,
  note text,
  language text,
  arrival jsonb not null default '{}'::jsonb,
  tracking_hash text not null,
  pseudonymised boolean not null default false,
  received_at timestamp with time zone not null,
  read_at timestamp with time zone,
  proven boolean not null default false,
  UNIQUE (owner, reference),
  UNIQUE (owner, sameness),
  UNIQUE (tracking_hash),
  PRIMARY KEY (id),
  FOREIGN KEY (channel) REFERENCES intake.channel(id),
  CHECK ((form = ANY (ARRAY['unread'::text, 'message'::text, 'attached'::text, 'inline'::text, 'arf'::text, 'xarf'::text, 'url'::text, 'file'::text, 'call'::text, 'unrecognised'::text]))),
  CHECK ((state = ANY (ARRAY['received'::text, 'analysed'::text, 'withdrawn'::text, 'withheld'::text, 'expired'::text])))
);
CREATE INDEX report_by_arrival ON intake.report USING btree (owner, received_at DESC, id DESC);
CREATE INDEX report_by_channel ON intake.report USING btree (owner, channel, received_at DESC, id DESC);
CREATE INDEX report_by_form ON intake.report USING btree (owner, form, received_at DESC, id DESC) WHERE (form <> 'unread'::text);
CREATE INDEX report_by_item ON intake.report USING btree (item);
CREATE INDEX report_by_reporter ON intake.report USING btree (owner, lower(reporter_address));
CREATE INDEX report_by_state ON intake.report USING btree (owner, state, received_at DESC, id DESC) WHERE (state <> 'analysed'::text);
alter table intake.report enable row level security, force row level security;
create policy added on intake.report for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.report for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.report for select to tocsin_dump using (true);
create policy erased_whole on intake.report for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on intake.report for select to tocsin_finder using (true);
create policy removed on intake.report for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.report for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, id)));
grant delete, insert, select, update on intake.report to tocsin_app;
grant select on intake.report to tocsin_finder;

create table intake.sent_message (
  owner uuid not null,
  message_id text not null,
  thread uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (owner, message_id),
  FOREIGN KEY (thread) REFERENCES intake.thread(id)
);
CREATE INDEX sent_message_by_age ON intake.sent_message USING btree (owner, at);
CREATE INDEX sent_message_by_thread ON intake.sent_message USING btree (thread);
alter table intake.sent_message enable row level security, force row level security;
create policy added on intake.sent_message for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.sent_message for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.sent_message for select to tocsin_dump using (true);
create policy erased_whole on intake.sent_message for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.sent_message for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.sent_message for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on intake.sent_message to tocsin_app;

create table intake.showing (
  owner uuid not null,
  course text not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner),
  CHECK ((course = ANY (ARRAY['full'::text, 'plain'::text, 'none'::text])))
);
alter table intake.showing enable row level security, force row level security;
create policy added on intake.showing for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.showing for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.showing for select to tocsin_dump using (true);
create policy erased_whole on intake.showing for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.showing for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.showing for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on intake.showing to tocsin_app;

create table intake.sighting (
  id uuid not null,
  owner uuid not null,
  report uuid not null,
  "position" integer not null,
  kind text not null,
  item uuid,
  value text,
  detail jsonb not null default '{}'::jsonb,
  UNIQUE (report, "position"),
  PRIMARY KEY (id),
  FOREIGN KEY (report) REFERENCES intake.report(id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['message'::text, 'file'::text, 'url'::text, 'host'::text, 'address'::text])))
);
alter table intake.sighting enable row level security, force row level security;
create policy added on intake.sighting for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.sighting for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.sighting for select to tocsin_dump using (true);
create policy erased_whole on intake.sighting for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.sighting for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.sighting for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR platform.granted('report'::text, report)));
grant delete, insert, select on intake.sighting to tocsin_app;
grant update (detail) on intake.sighting to tocsin_app;
grant update (value) on intake.sighting to tocsin_app;

create table intake.thread (
  id uuid not null,
  owner uuid not null,
  about_kind text not null,
  about uuid not null,
  token_hash text not null,
  correspondent text,
  sameness text not null,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  UNIQUE (owner, sameness),
  UNIQUE (token_hash),
  PRIMARY KEY (id),
  CHECK ((about_kind = ANY (ARRAY['case'::text, 'action'::text, 'report'::text, 'release'::text, 'contact-test'::text, 'call-attendee'::text, 'network-notice'::text])))
);
CREATE INDEX thread_by_about ON intake.thread USING btree (owner, about);
CREATE INDEX thread_by_age ON intake.thread USING btree (owner, created_at, id);
alter table intake.thread enable row level security, force row level security;
create policy added on intake.thread for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.thread for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.thread for select to tocsin_dump using (true);
create policy erased_whole on intake.thread for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on intake.thread for select to tocsin_finder using (true);
create policy removed on intake.thread for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.thread for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on intake.thread to tocsin_app;
grant select on intake.thread to tocsin_finder;
grant update (closed_at) on intake.thread to tocsin_app;
grant update (correspondent) on intake.thread to tocsin_app;
grant update (sameness) on intake.thread to tocsin_app;

create table intake.wish (
  report uuid not null,
  owner uuid not null,
  language text not null,
  asked_at timestamp with time zone not null,
  mailed_at timestamp with time zone,
  PRIMARY KEY (report),
  FOREIGN KEY (report) REFERENCES intake.report(id) ON DELETE CASCADE,
  CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text, 'ar'::text])))
);
CREATE INDEX wish_open ON intake.wish USING btree (owner, report) WHERE (mailed_at IS NULL);
alter table intake.wish enable row level security, force row level security;
create policy added on intake.wish for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on intake.wish for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on intake.wish for select to tocsin_dump using (true);
create policy erased_whole on intake.wish for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on intake.wish for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on intake.wish for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on intake.wish to tocsin_app;

create table outreach.barometer_figure (
  week date not null,
  what text not null,
  value text not null,
  figure integer not null,
  PRIMARY KEY (week, what, value),
  FOREIGN KEY (week) REFERENCES outreach.barometer_week(week),
  CHECK (((what = 'days'::text) OR ((figure >= 10) AND ((figure % 5) = 0)))),
  CHECK ((figure >= 0)),
  CHECK ((what = ANY (ARRAY['reports'::text, 'kind'::text, 'country'::text, 'brand'::text, 'channel'::text, 'ended'::text, 'days'::text])))
);
alter table outreach.barometer_figure enable row level security, force row level security;
create policy added on outreach.barometer_figure for insert to public with check ((( SELECT platform.acting() AS acting) IS NULL));
create policy dumped on outreach.barometer_figure for select to tocsin_dump using (true);
create policy visible on outreach.barometer_figure for select to public using (true);
grant insert, select on outreach.barometer_figure to tocsin_app;

create table outreach.barometer_week (
  week date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (week),
  CHECK ((EXTRACT(isodow FROM week) = (1)::numeric))
);
alter table outreach.barometer_week enable row level security, force row level security;
create policy added on outreach.barometer_week for insert to public with check ((( SELECT platform.acting() AS acting) IS NULL));
create policy dumped on outreach.barometer_week for select to tocsin_dump using (true);
create policy finder on outreach.barometer_week for select to tocsin_finder using (true);
create policy visible on outreach.barometer_week for select to public using (true);
grant insert, select on outreach.barometer_week to tocsin_app;
grant select on outreach.barometer_week to tocsin_finder;

create table outreach.participation (
  owner uuid not null,
  counted boolean not null,
  since date not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  PRIMARY KEY (owner)
);
alter table outreach.participation enable row level security, force row level security;
create policy added on outreach.participation for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on outreach.participation for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on outreach.participation for select to tocsin_dump using (true);
create policy erased_whole on outreach.participation for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on outreach.participation for select to tocsin_finder using (true);
create policy removed on outreach.participation for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on outreach.participation for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select, update on outreach.participation to tocsin_app;
grant select on outreach.participation to tocsin_finder;

create table platform.access_grant (
  id uuid not null,
  owner uuid not null,
  recipient uuid not null,
  kind text not null,
  object uuid not null,
  since timestamp with time zone not null default now(),
  until timestamp with time zone,
  ended_at timestamp with time zone,
  ground text not null default ''::text,
  PRIMARY KEY (id),
  CHECK ((owner <> recipient))
);
CREATE INDEX access_grant_by_object ON platform.access_grant USING btree (object);
CREATE INDEX access_grant_by_recipient ON platform.access_grant USING btree (recipient, kind, object);
CREATE INDEX access_grant_in_order ON platform.access_grant USING btree (recipient, kind, since DESC, object DESC) WHERE (ended_at IS NULL);
alter table platform.access_grant enable row level security, force row level security;
create policy dumped on platform.access_grant for select to tocsin_dump using (true);
create policy ended_by_owner on platform.access_grant for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy erased_whole on platform.access_grant for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on platform.access_grant for select to tocsin_finder using (true);
create policy seen_by_both on platform.access_grant for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (recipient = ( SELECT platform.acting() AS acting))));
create policy written_by_owner on platform.access_grant for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on platform.access_grant to tocsin_app;
grant select on platform.access_grant to tocsin_finder;
grant update (ended_at) on platform.access_grant to tocsin_app;
grant update (until) on platform.access_grant to tocsin_app;

create table platform.audit (
  id uuid not null,
  owner uuid,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'::jsonb,
  PRIMARY KEY (id)
);
CREATE INDEX audit_by_owner ON platform.audit USING btree (owner, at DESC, id DESC);
CREATE INDEX audit_by_subject ON platform.audit USING btree (owner, subject, at DESC);
alter table platform.audit enable row level security, force row level security;
create policy added on platform.audit for insert to public with check ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
create policy dumped on platform.audit for select to tocsin_dump using (true);
create policy erased_whole on platform.audit for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy expired on platform.audit for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.audit for select to public using ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
grant insert, select on platform.audit to tocsin_app;

create table platform.blob_reference (
  id uuid not null,
  owner uuid not null,
  sha256 text not null,
  object uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX blob_reference_by_hash ON platform.blob_reference USING btree (sha256);
CREATE INDEX blob_reference_by_object ON platform.blob_reference USING btree (owner, object);
alter table platform.blob_reference enable row level security, force row level security;
create policy added on platform.blob_reference for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on platform.blob_reference for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on platform.blob_reference for select to tocsin_dump using (true);
create policy erased_whole on platform.blob_reference for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on platform.blob_reference for select to tocsin_finder using (true);
create policy removed on platform.blob_reference for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.blob_reference for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select on platform.blob_reference to tocsin_app;
grant select on platform.blob_reference to tocsin_finder;

create table platform.fact (
  name text not null,
  value jsonb not null,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);
grant insert, select, update on platform.fact to tocsin_app;

create table platform.group_member (
  id uuid not null,
  owner uuid not null,
  "group" uuid not null,
  member uuid not null,
  since timestamp with time zone not null,
  past boolean not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY ("group", owner) REFERENCES platform.sharing_group(id, owner)
);
CREATE INDEX group_member_by_member ON platform.group_member USING btree (member, "group") WHERE (ended_at IS NULL);
CREATE INDEX group_member_by_owner ON platform.group_member USING btree (owner, "group");
CREATE UNIQUE INDEX group_member_once ON platform.group_member USING btree ("group", member) WHERE (ended_at IS NULL);
alter table platform.group_member enable row level security, force row level security;
create policy added on platform.group_member for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on platform.group_member for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on platform.group_member for select to tocsin_dump using (true);
create policy erased_whole on platform.group_member for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on platform.group_member for select to tocsin_finder using (true);
create policy left_by_itself on platform.group_member for update to tocsin_app using (((member = ( SELECT platform.acting() AS acting)) AND (ended_at IS NULL))) with check (((member = ( SELECT platform.acting() AS acting)) AND (ended_at IS NOT NULL)));
create policy visible on platform.group_member for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (member = ( SELECT platform.acting() AS acting)) OR ((ended_at IS NULL) AND ("group" IN ( SELECT own_groups."group"
   FROM platform.own_groups() own_groups("group", sees_since))))));
grant insert, select on platform.group_member to tocsin_app;
grant select on platform.group_member to tocsin_finder;
grant update (ended_at) on platform.group_member to tocsin_app;

create table platform.idempotent_answer (
  owner uuid not null,
  actor text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  answer jsonb,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (owner, actor, key)
);
CREATE INDEX idempotent_answer_by_age ON platform.idempotent_answer USING btree (at);
alter table platform.idempotent_answer enable row level security, force row level security;
create policy added on platform.idempotent_answer for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on platform.idempotent_answer for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on platform.idempotent_answer for select to tocsin_dump using (true);
create policy erased_whole on platform.idempotent_answer for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on platform.idempotent_answer for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.idempotent_answer for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on platform.idempotent_answer to tocsin_app;

create table platform.job_worker (
  worker text not null,
  process bigint not null,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (worker)
);
grant delete, insert, select on platform.job_worker to tocsin_queue;

create table platform.log (
  id integer not null generated as identity,
  origin text not null,
  public_key bytea not null,
  cites text,
  opened_at timestamp with time zone not null,
  UNIQUE (origin),
  PRIMARY KEY (id),
  CHECK ((octet_length(public_key) = 32))
);
grant insert, select on platform.log to tocsin_app;

create table platform.log_checkpoint (
  log integer not null,
  size bigint not null,
  root bytea not null,
  note text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (log, size),
  FOREIGN KEY (log) REFERENCES platform.log(id),
  CHECK ((octet_length(root) = 32))
);
grant insert, select on platform.log_checkpoint to tocsin_app;

create table platform.log_leaf (
  id uuid not null,
  log integer not null,
  "position" bigint not null,
  data bytea not null,
  UNIQUE (log, "position"),
  PRIMARY KEY (id),
  FOREIGN KEY (log) REFERENCES platform.log(id),
  CHECK ((octet_length(data) = 32))
);
grant insert, select on platform.log_leaf to tocsin_app;

create table platform.log_node (
  log integer not null,
  level smallint not null,
  "position" bigint not null,
  hash bytea not null,
  PRIMARY KEY (log, level, "position"),
  FOREIGN KEY (log) REFERENCES platform.log(id),
  CHECK ((octet_length(hash) = 32))
);
grant insert, select on platform.log_node to tocsin_app;

create table platform.log_pending (
  sequence bigint not null generated as identity,
  leaf uuid not null,
  data bytea not null,
  PRIMARY KEY (sequence),
  CHECK ((octet_length(data) = 32))
);
grant delete, select on platform.log_pending to tocsin_app;
grant insert (data) on platform.log_pending to tocsin_app;
grant insert (leaf) on platform.log_pending to tocsin_app;

create table platform.log_record (
  leaf uuid not null,
  owner uuid,
  kind text not null,
  subject text not null,
  line integer not null,
  at timestamp with time zone not null,
  entry text,
  salt bytea,
  erased_at timestamp with time zone,
  UNIQUE NULLS NOT DISTINCT (subject, owner, line),
  PRIMARY KEY (leaf),
  CHECK ((((entry IS NULL) = (salt IS NULL)) AND ((entry IS NULL) = (erased_at IS NOT NULL)))),
  CHECK ((octet_length(salt) = 16))
);
alter table platform.log_record enable row level security, force row level security;
create policy added on platform.log_record for insert to public with check ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
create policy dumped on platform.log_record for select to tocsin_dump using (true);
create policy erased on platform.log_record for update to public using ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting)))) with check ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
create policy erased_whole on platform.log_record for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.log_record for select to public using (((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))) OR platform.log_told(kind, subject, at)));
grant insert, select on platform.log_record to tocsin_app;
grant update (entry) on platform.log_record to tocsin_app;
grant update (erased_at) on platform.log_record to tocsin_app;
grant update (salt) on platform.log_record to tocsin_app;

create table platform.log_subject (
  owner uuid,
  subject text not null,
  lines integer not null,
  last bytea,
  UNIQUE NULLS NOT DISTINCT (subject, owner)
);
alter table platform.log_subject enable row level security, force row level security;
create policy counted on platform.log_subject for all to public using ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting)))) with check ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
create policy dumped on platform.log_subject for select to tocsin_dump using (true);
create policy erased_whole on platform.log_subject for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on platform.log_subject to tocsin_app;
grant update (last) on platform.log_subject to tocsin_app;
grant update (lines) on platform.log_subject to tocsin_app;

create table platform.outgoing_mail (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  about uuid,
  sender text not null,
  recipient text not null,
  title text not null,
  message bytea not null,
  state text not null,
  reason text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  release uuid,
  release_sha256 text,
  answer text,
  PRIMARY KEY (id),
  CHECK ((((kind = 'release'::text) = (release IS NOT NULL)) AND ((release IS NULL) = (release_sha256 IS NULL)) AND ((release IS NOT NULL) OR (kind = ANY (ARRAY['acknowledgement'::text, 'ending'::text, 'invitation'::text, 'digest'::text, 'address'::text, 'contact-test'::text, 'call-invitation'::text, 'call-back'::text, 'network-notice'::text]))))),
  CHECK ((release_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
);
CREATE INDEX outgoing_mail_by_about ON platform.outgoing_mail USING btree (owner, about);
CREATE INDEX outgoing_mail_by_owner ON platform.outgoing_mail USING btree (owner, created_at DESC, id DESC);
CREATE INDEX outgoing_mail_unsent ON platform.outgoing_mail USING btree (owner, state, created_at DESC, id DESC) WHERE (state <> 'sent'::text);
alter table platform.outgoing_mail enable row level security, force row level security;
create policy added on platform.outgoing_mail for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on platform.outgoing_mail for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on platform.outgoing_mail for select to tocsin_dump using (true);
create policy erased_whole on platform.outgoing_mail for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on platform.outgoing_mail for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.outgoing_mail for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on platform.outgoing_mail to tocsin_app;

create table platform.sharing_group (
  id uuid not null,
  owner uuid not null,
  since timestamp with time zone not null,
  UNIQUE (id, owner),
  PRIMARY KEY (id)
);
alter table platform.sharing_group enable row level security, force row level security;
create policy added on platform.sharing_group for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy dumped on platform.sharing_group for select to tocsin_dump using (true);
create policy erased_whole on platform.sharing_group for all to tocsin_eraser using ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on platform.sharing_group for select to tocsin_finder using (true);
create policy visible on platform.sharing_group for select to tocsin_app using (((owner = ( SELECT platform.acting() AS acting)) OR (id IN ( SELECT own_groups."group"
   FROM platform.own_groups() own_groups("group", sees_since)))));
grant insert, select on platform.sharing_group to tocsin_app;
grant select on platform.sharing_group to tocsin_finder;

CREATE OR REPLACE FUNCTION analysis.find_reports(wanted tsquery, before_at timestamp with time zone, before_id uuid, at_most integer, severities text[] DEFAULT NULL::text[], countries text[] DEFAULT NULL::text[], forms text[] DEFAULT NULL::text[], states text[] DEFAULT NULL::text[], by_channel uuid DEFAULT NULL::uuid, since timestamp with time zone DEFAULT NULL::timestamp with time zone, until timestamp with time zone DEFAULT NULL::timestamp with time zone, with_finding text DEFAULT NULL::text, verdicts text[] DEFAULT NULL::text[], by_network bigint DEFAULT NULL::bigint, by_language text DEFAULT NULL::text, by_brand text DEFAULT NULL::text)
 RETURNS TABLE(report uuid, received_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog'
 SET work_mem TO '32MB'
 SET jit TO 'off'
AS $function$
declare
  query text := 'select m.report, m.received_at from analysis.summary m join analysis.search_text s on s.report = m.report';
begin
  if forms is not null or states is not null or by_channel is not null then
    query := query || ' join intake.report r on r.id = m.report';
  end if;
  query := query || ' where m.owner = $1 and s.owner = $1 and s.tokens @@ $2';
  if before_at is not null then query := query || ' and (m.received_at, m.report) < ($3, $4)'; end if;
  if severities is not null then query := query || ' and m.severity = any ($6)'; end if;
  if countries is not null then query := query || ' and m.country = any ($7)'; end if;
  if forms is not null then query := query || ' and r.form = any ($8)'; end if;
  if states is not null then query := query || ' and r.state = any ($9)'; end if;
  if by_channel is not null then query := query || ' and r.channel = $10'; end if;
  if since is not null then query := query || ' and m.received_at >= $11'; end if;
  if until is not null then query := query || ' and m.received_at < $12'; end if;
  if with_finding is not null then
    query := query || ' and exists (select from analysis.finding f where f.owner = $1 and f.code = $13 and f.report = m.report)';
  end if;
  if 'none' = any (verdicts) then query := query || ' and (m.verdict is null or m.verdict = any ($14))';
  elsif verdicts is not null then query := query || ' and m.verdict = any ($14)';
  end if;
  if by_network is not null then query := query || ' and m.asn = $15'; end if;
  if by_language is not null then query := query || ' and m.language = $16'; end if;
  if by_brand is not null then
    query := query || ' and exists (select from analysis.indicator i where i.report = m.report and i.owner = $1 and i.kind = ''brand'' and i.value = $17)';
  end if;
  return query execute query || ' order by m.received_at desc, m.report desc limit least($5, 1000)'
    using platform.acting(), wanted, before_at, before_id, at_most, severities, countries, forms, states, by_channel, since, until, with_finding, verdicts,
      by_network, by_language, by_brand;
end
$function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cases.find_cases(wanted tsquery)
 RETURNS TABLE("case" uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog'
AS $function$ select s."case" from cases.search_text s where s.owner = platform.acting() and s.tokens @@ wanted $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cases.find_some(wanted tsquery, at_most integer)
 RETURNS TABLE("case" uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog'
 SET jit TO 'off'
AS $function$
begin
  return query execute 'select s."case" from cases.search_text s where s.owner = $1 and s.tokens @@ $2 limit $3' using platform.acting(), wanted, at_most;
end
$function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.agencies_group()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select a.id from cooperation.sharing_group a
    where a.standing = 'agencies' and (a.owner = platform.acting() or exists (
      select from cooperation.sharing_group g join platform.own_groups() o on o."group" = g.id where g.owner = a.owner and g.standing = 'members'))
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.count_shared()
 RETURNS TABLE(kind text, count integer, unread integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  me constant uuid := platform.acting();
  ways uuid[];
  ways_since timestamptz[];
begin
  select array_agg(w.recipient), array_agg(w.sees_since) into ways, ways_since
    from (select me as recipient, '-infinity'::timestamptz as sees_since union all select o."group", o.sees_since from platform.own_groups() o) w;
  return query execute 'select c.kind, count(*)::integer, count(*) filter (where r.copy is null)::integer
    from (
      select distinct g.object from unnest($1, $2) w (recipient, sees_since) join platform.access_grant g on g.recipient = w.recipient
      where g.kind = ''shared-copy'' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null and g.owner <> $3
    ) s join cooperation.shared_copy c on c.id = s.object left join cooperation.share_receipt r on r.copy = c.id and r.reader = $3
    group by c.kind'
    using ways, ways_since, me;
end
$function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.country_group(asked text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select a.id from cooperation.sharing_group a
    where a.country = asked and (a.owner = platform.acting() or exists (
      select from cooperation.sharing_group g join platform.own_groups() o on o."group" = g.id where g.owner = a.owner and g.standing = 'members'))
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.erase_own(target text, after_place tid, at_most integer, OUT gone integer, OUT place tid)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  acting uuid := platform.acting();
  places tid[];
  wanted text;
  -- as the catalogue spells it, whatever was written
  spelt text := target::regclass::text;
begin
  if platform.acting_as() is distinct from 'system:cooperation.erase-organisation'
    or not exists (select from cooperation.leaving l where l.owner = acting and l.state = 'erasing') then
    raise exception 'only an organisation that leaves is erased' using errcode = 'insufficient_privilege';
  end if;
  wanted := case spelt
    when 'cooperation.leaving' then 'false'
    when 'platform.log_record' then 'false'
    when 'platform.log_subject' then 'not exists (select from platform.log_record r where r.owner = t.owner and r.subject = t.subject and r.entry is not null)'
    when 'cooperation.request' then $w$t.state <> 'sent'$w$
    when 'cooperation.request_message' then 'false'
    when 'cooperation.tombstone' then 'false'
    when 'cooperation.share_receipt' then 'false'
    when 'cooperation.share_fetch' then 'false'
    when 'cooperation.attachment_receipt' then 'false'
    when 'cooperation.shared_copy' then 'not exists (select from cooperation.tombstone s where s.copy = t.id) and not exists (select from cooperation.share_receipt s where s.copy = t.id) and not exists (select from cooperation.share_fetch s where s.copy = t.id)'
    when 'platform.access_grant' then $w$t.kind not in ('request', 'request-message')$w$
    else 'true' end;
  execute format('select array(select t.ctid from %s t where t.owner = $1 and t.ctid > $2 and (%s) order by t.ctid limit $3)', spelt, wanted)
    into places using acting, coalesce(after_place, '(0,0)'::tid), at_most;
  gone := 0;
  if cardinality(places) = 0 then
    return;
  end if;
  place := places[cardinality(places)];
  begin
    execute format('delete from %s where ctid = any ($1) and owner = $2', spelt) using places, acting;
    get diagnostics gone = row_count;
  exception when foreign_key_violation then
    gone := 0;
    for i in 1 .. cardinality(places) loop
      begin
        execute format('delete from %s where ctid = $1 and owner = $2', spelt) using places[i], acting;
        gone := gone + 1;
      exception when foreign_key_violation then
        null;
      end;
    end loop;
  end;
end
$function$;
-- acts as tocsin_eraser; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.find_consumer(hash text)
 RETURNS TABLE(owner uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select c.owner, c.id from cooperation.block_consumer c where c.token_hash = hash and c.revoked_at is null $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.find_shared(wanted tsquery, of_kinds text[], of_tlps text[], of_owner uuid, before_at timestamp with time zone, before_id uuid, at_most integer)
 RETURNS TABLE(id uuid, since timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
AS $function$
declare
  most constant integer := least(at_most, 500);
  me constant uuid := platform.acting();
  edge_at timestamptz := coalesce(before_at, 'infinity');
  edge_id uuid := coalesce(before_id, '00000000-0000-0000-0000-000000000000');
  seen_ids uuid[];
  seen_at timestamptz[];
  ways uuid[];
  ways_since timestamptz[];
  found_count integer := 0;
  added integer;
  matching integer;
  -- $1 words, $2 kinds, $3 marks, $4 owner
  fits constant text := '($1 is null or c.tokens @@ $1) and ($2 is null or c.kind = any ($2)) and ($3 is null or c.tlp = any ($3)) and ($4 is null or c.owner = $4)
    and c.shared_at is not null';
begin
  if wanted is null and of_kinds is null and of_tlps is null and of_owner is null then
    return query select s.object, s.since from platform.shared_with_us('shared-copy', before_at, before_id, at_most) s order by s.since desc, s.object desc;
    return;
  end if;
  -- planned with what is asked, as the last one
  execute 'select count(*) from (select from cooperation.shared_copy c where ' || fits || ' limit 2001) few' into matching using wanted, of_kinds, of_tlps, of_owner;
  if matching > 2000 then
    for turn in 1..4 loop
      select array_agg(s.object order by s.since desc, s.object desc), array_agg(s.since order by s.since desc, s.object desc) into seen_ids, seen_at
        from platform.shared_with_us('shared-copy', edge_at, edge_id, 500) s;
      return query
        select c.id, s.since from unnest(seen_ids, seen_at) s (object, since) join cooperation.shared_copy c on c.id = s.object
        where (wanted is null or c.tokens @@ wanted) and (of_kinds is null or c.kind = any (of_kinds)) and (of_tlps is null or c.tlp = any (of_tlps))
          and (of_owner is null or c.owner = of_owner) and c.shared_at is not null
        order by s.since desc, c.id desc limit most - found_count;
      get diagnostics added = row_count;
      found_count := found_count + added;
      if found_count >= most or cardinality(seen_ids) is distinct from 500 then
        return;
      end if;
      edge_at := seen_at[500];
      edge_id := seen_ids[500];
    end loop;
  end if;
  select array_agg(w.recipient), array_agg(w.sees_since) into ways, ways_since
    from (select me as recipient, '-infinity'::timestamptz as sees_since union all select o."group", o.sees_since from platform.own_groups() o) w;
  return query execute 'select c.id, max(g.since) from cooperation.shared_copy c join platform.access_grant g on g.object = c.id
      join unnest($5, $6) w (recipient, sees_since) on w.recipient = g.recipient
    where ' || fits || ' and g.kind = ''shared-copy'' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
      and g.owner <> $9 and (g.since, g.object) < ($7, $8)
    group by c.id order by 2 desc, 1 desc limit $10'
    using wanted, of_kinds, of_tlps, of_owner, ways, ways_since, edge_at, edge_id, me, most - found_count;
end
$function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.groups_of(asked uuid)
 RETURNS TABLE("group" uuid, owner uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select m."group", m.owner from platform.group_member m
    where m.member = asked and m.ended_at is null and platform.acting() = directory.network()
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.joint_copies(of_joint uuid, at_most integer)
 RETURNS TABLE(copy uuid, since timestamp with time zone, reach text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select g.object, max(g.since), case when bool_or(s.reach = 'all') then 'all' else 'agencies' end
    from cooperation.sharing_group s join platform.access_grant g on g.recipient = s.id
    where s.joint = of_joint and s.reach in ('agencies', 'all') and g.kind = 'shared-copy' and g.since <= now() and (g.until is null or g.until > now())
      and g.ended_at is null and (g.owner = platform.acting() or exists (
        select from platform.own_groups() o where o."group" = s.id and g.since >= o.sees_since))
    group by g.object order by 2 desc, 1 desc limit least(at_most, 500)
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION cooperation.joint_groups(of_joint uuid, of_group uuid)
 RETURNS TABLE(id uuid, joint uuid, reach text, late boolean, name text, open boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select g.id, g.joint, g.reach, g.late, g.name, g.closed_at is null from cooperation.sharing_group g
    where (g.joint = of_joint or g.id = of_group) and g.reach in ('agencies', 'all') and exists (
      select from cooperation.sharing_group a join platform.own_groups() o on o."group" = a.id where a.joint = g.joint and a.reach = 'all')
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.acting_person()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select case when platform.acting_as() like 'person:%' then substr(platform.acting_as(), 8)::uuid end $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_finder

CREATE OR REPLACE FUNCTION directory.awaiting_digest()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select distinct n.owner from directory.notice n join directory.person p on p.id = n.person
    where n.read_at is null and n.mailed_at is null and p.digest <> 'off' and platform.operating()
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.delete_account()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  delete from directory.person where id = directory.acting_person();
  delete from auth.login where id = directory.acting_person();
  return true;
exception when foreign_key_violation then
  return false;
end
$function$;
-- acts as the owner; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.find_address_change(asked bytea)
 RETURNS TABLE(owner uuid, person uuid, email text, instead_of text, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select c.owner, c.person, c.email, c.instead_of, c.expires_at from directory.address_change c where c.hash = asked $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.find_invitation(asked bytea)
 RETURNS TABLE(id uuid, owner uuid, email text, role text, expires_at timestamp with time zone, spent boolean, organisation_name text, kind text, country text, suspended boolean, known boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select i.id, i.owner, i.email, i.role, i.expires_at, i.accepted_at is not null or i.withdrawn_at is not null,
      o.name, o.kind, o.country, o.suspended_at is not null, exists (select from directory.person p where p.email = i.email)
    from directory.invitation i join directory.organisation o on o.id = i.owner
    where i.hash = asked
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.find_key(asked bytea)
 RETURNS TABLE(id uuid, owner uuid, person uuid, scopes text[], role text, last_used_at timestamp with time zone, expires_at timestamp with time zone, revoked boolean, suspended boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select k.id, k.owner, k.person, k.scopes, r.role, k.last_used_at, k.expires_at, k.revoked_at is not null, o.suspended_at is not null
    from directory.api_key k
      join directory.organisation o on o.id = k.owner
      join directory.roles_of(k.person) r on r.owner = k.owner
    where k.hash = asked
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.find_parties(wanted tsquery, with_address text, kinds text[], with_ended boolean, after_sorts text, after_id uuid, at_most integer)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
AS $function$
    select p.id from directory.party p
    where p.owner = platform.acting()
      and (wanted is null or p.tokens @@ wanted)
      and (with_address is null or exists (
        select from directory.contact c where c.owner = p.owner and c.party = p.id and lower(c.address) = lower(with_address)))
      and (kinds is null or p.kind = any (kinds))
      and (with_ended or p.ended_at is null)
      and (after_sorts is null or (p.sorts, p.id) > (after_sorts, after_id))
    order by p.sorts, p.id limit least(at_most, 500)
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.find_person(asked uuid)
 RETURNS TABLE(id uuid, email text, name text, locale text, time_zone text, digest text, digest_hour smallint, operator boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select p.id, p.email, p.name, p.locale, p.time_zone, p.digest, p.digest_hour, p.operator from directory.person p where p.id = asked $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.has_other_operator(than uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select exists (select from directory.person p where p.operator and p.id <> than) $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.memberships_of(asked uuid)
 RETURNS TABLE(owner uuid, code text, name text, kind text, country text, suspended boolean, role text, unread bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select o.id, o.code, o.name, o.kind, o.country, o.suspended_at is not null, r.role,
      (select count(*) from directory.notice n where n.owner = r.owner and n.person = asked and n.read_at is null)
    from directory.roles_of(asked) r join directory.organisation o on o.id = r.owner
    order by r.by_office, r.since, o.id
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.network()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select o.id from directory.organisation o where o.kind = 'network' $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.own_organisations()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select r.owner from directory.roles_of(directory.acting_person()) r $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.roles_of(asked uuid)
 RETURNS TABLE(owner uuid, role text, since timestamp with time zone, by_office boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select m.owner, m.role, m.since, false from directory.membership m where m.person = asked
    union all
    select f.owner, (array_agg(m.role order by array_position(array['administrator', 'manager', 'analyst', 'viewer'], m.role)))[1], min(greatest(m.since, f.since)), true
    from directory.membership m
      join directory.office f on f.holder = m.owner and f.since <= now() and (f.until is null or f.until > now())
      join directory.organisation h on h.id = f.holder and h.suspended_at is null
    where m.person = asked group by f.owner
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.staff_by_office()
 RETURNS TABLE(person uuid, role text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select m.person, (array_agg(m.role order by array_position(array['administrator', 'manager', 'analyst', 'viewer'], m.role)))[1]
    from directory.office f join directory.membership m on m.owner = f.holder
    where f.owner = platform.acting() and f.since <= now() and (f.until is null or f.until > now())
    group by m.person
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.staffing(at_moment timestamp with time zone)
 RETURNS TABLE(owner uuid, administrators bigint, open_invitation boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select o.id, (select count(*) from directory.membership m where m.owner = o.id and m.role = 'administrator'),
      exists (select from directory.invitation i where i.owner = o.id and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > at_moment)
    from directory.organisation o where platform.operating()
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION directory.take_address(asked bytea, at_moment timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
-- acts as the owner; may be called by tocsin_app

CREATE OR REPLACE FUNCTION evidence.expire_audit(before timestamp with time zone, at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  period integer;
  gone integer;
begin
  select r.days into period from evidence.retention_rule r where r.owner = platform.acting() and r.kind = 'audit';
  if found and period is null then
    return 0;
  end if;
  period := greatest(coalesce(period, 1825), 365);
  delete from platform.audit a where a.id in (
    select old.id from platform.audit old
    where old.owner = platform.acting() and old.at < least(before, now() - make_interval(days => period))
    order by old.at, old.id limit least(at_most, 10000));
  get diagnostics gone = row_count;
  return gone;
end
$function$;
-- acts as the owner; may be called by tocsin_app

CREATE OR REPLACE FUNCTION evidence.unreferenced(hashes text[])
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if platform.acting_as() is distinct from 'system:evidence.drop-blobs' and platform.acting_as() is distinct from 'system:evidence.sweep-blobs' then
    raise exception 'only the jobs that remove blobs may ask' using errcode = 'insufficient_privilege';
  end if;
  return query
    select h from unnest(hashes) h
    where not exists (select from evidence.item i where i.sha256 = h and i.state = 'kept')
      and not exists (select from evidence.item i where i.sealed_sha256 = h)
      and not exists (select from platform.blob_reference b where b.sha256 = h);
end
$function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION intake.find_channel(wanted text)
 RETURNS TABLE(owner uuid, id uuid, open boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select c.owner, c.id, c.open from intake.channel c where c.token = wanted $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION intake.find_thread(hash text)
 RETURNS TABLE(owner uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select t.owner, t.id from intake.thread t where t.token_hash = hash $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION intake.find_tracked(hash text)
 RETURNS TABLE(owner uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select r.owner, r.id from intake.report r where r.tracking_hash = hash $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION intake.list_mailboxes()
 RETURNS TABLE(owner uuid, channel uuid, changed_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select m.owner, m.channel, m.changed_at from intake.mailbox m join intake.channel c on c.id = m.channel where c.open order by m.channel $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION outreach.week_counts(monday date)
 RETURNS TABLE(what text, value text, count bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    with counted as materialized (select p.owner from outreach.participation p join directory.organisation o on o.id = p.owner and o.suspended_at is null
      where p.counted and p.since <= monday and platform.acting() is null),
    closed as materialized (
      select extract(epoch from c.closed_at - c.opened_at) / 86400 as days from counted p join cases.case c on c.owner = p.owner
      where c.state = 'closed' and c.kind <> 'child-material' and c.closed_at >= monday::timestamp at time zone 'UTC'
        and c.closed_at < (monday + 7)::timestamp at time zone 'UTC')
    select case d.what when 'all' then 'reports' else d.what end,
      case when d.what = 'channel' then coalesce((select c.kind from intake.channel c where c.id::text = d.value), 'import') else d.value end, sum(d.reports)::bigint
    from counted p join analysis.report_day d on d.owner = p.owner and d.day between monday and monday + 6
    where d.what in ('all', 'kind', 'country', 'brand', 'channel') group by 1, 2
    union all select 'ended', '', count(*) from closed
    union all select 'days', '', ceil(percentile_disc(0.5) within group (order by days))::bigint from closed having count(*) > 0
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION outreach.weeks_due(before date)
 RETURNS TABLE(week date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select w.week::date from (select min(p.since) as first from outreach.participation p where p.counted) f,
      generate_series(date_trunc('week', greatest(f.first, before - 182) + 6), before - 7, interval '7 days') w (week)
    where f.first is not null and platform.acting() is null
      and not exists (select from outreach.barometer_week b where b.week = w.week::date)
      and not exists (select from outreach.participation p join analysis.day_due d on d.owner = p.owner
        where p.counted and p.since <= w.week::date and d.day between w.week::date and w.week::date + 6)
    order by 1
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.acting()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('tocsin.organisation', true), '')::uuid $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_queue, tocsin_finder

CREATE OR REPLACE FUNCTION platform.acting_as()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('tocsin.actor', true), '') $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_queue, tocsin_finder

CREATE OR REPLACE FUNCTION platform.add_login(person uuid, address text, password_hash text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into auth.login (id, email) values (person, address);
  insert into auth.credential (id, login, account_id, provider, password) values (person, person, person::text, 'credential', password_hash);
end
$function$;
-- acts as tocsin_auth; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.count_jobs()
 RETURNS TABLE(task text, waiting bigint, running bigint, parked bigint, oldest timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return query
    select t.identifier,
      count(*) filter (where j.locked_at is null and j.attempts < j.max_attempts),
      count(*) filter (where j.locked_at is not null),
      count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts),
      min(j.run_at) filter (where j.locked_at is null and j.attempts < j.max_attempts)
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    group by t.identifier;
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.drop_jobs_about(object uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  dropped integer;
begin
  delete from graphile_worker._private_jobs j
    where (j.payload ->> 'organisation')::uuid = platform.acting() and position(object::text in (j.payload -> 'body')::text) > 0;
  get diagnostics dropped = row_count;
  return dropped;
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.drop_own_jobs(but text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  dropped integer;
begin
  delete from graphile_worker._private_jobs j using graphile_worker._private_tasks k
    where k.id = j.task_id and k.identifier <> but and j.locked_at is null and (j.payload ->> 'organisation')::uuid = platform.acting();
  get diagnostics dropped = row_count;
  return dropped;
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.enqueue(jobs jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_jobs(array(
    select row(
      job ->> 'task',
      json_build_object('organisation', platform.acting(), 'actor', platform.acting_as(), 'body', job -> 'body'),
      job ->> 'queue',
      (job ->> 'runAt')::timestamptz,
      (job ->> 'attempts')::smallint,
      case when job ->> 'key' is null then null else (job ->> 'task') || ':' || coalesce(platform.acting()::text, '') || ':' || (job ->> 'key') end,
      (job ->> 'priority')::smallint,
      null)::graphile_worker.job_spec
    from jsonb_array_elements(jobs) job));
  return jsonb_array_length(jobs);
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.granted(asked_kind text, asked_object uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select exists (
      select from platform.access_grant g
      where g.kind = asked_kind and g.object = asked_object
        and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
        and (g.recipient = platform.acting() or exists (
          select from platform.group_member m
          where m."group" = g.recipient and m.member = platform.acting() and m.since <= now() and m.ended_at is null and (m.past or g.since >= m.since))))
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.granted_as_set(target regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  before text;
  after text;
begin
  select pg_get_expr(p.polqual, p.polrelid) into strict before from pg_policy p where p.polrelid = target and p.polname = 'visible';
  after := regexp_replace(before, $r$platform\.granted\('([a-z-]+)'::text, (\w+)\)$r$, $r$(\2 in (select g.object from platform.granted_objects('\1') g (object)))$r$, 'g');
  if after = before then
    raise exception 'nothing of % is seen by a grant', target;
  end if;
  execute format('alter policy visible on %s using (%s)', target, after);
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.granted_objects(asked_kind text)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select g.object from (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select m."group", case when m.past then '-infinity'::timestamptz else m.since end from platform.group_member m
        where m.member = platform.acting() and m.since <= now() and m.ended_at is null
    ) w cross join lateral (
      -- by the index of each recipient, whatever the statistics say of all of them
      select a.object from platform.access_grant a
      where a.recipient = w.recipient and a.kind = asked_kind and a.since >= w.sees_since and a.since <= now()
        and (a.until is null or a.until > now()) and a.ended_at is null offset 0) g
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.hand_over(target regprocedure, role_name name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant create on schema platform to %I', role_name);
  execute format('alter function %s owner to %I', target, role_name);
  execute format('revoke create on schema platform from %I', role_name);
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.let_dump()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  one record;
begin
  for one in
    select c.oid, c.oid::regclass as name, n.nspname as schema, c.relkind as kind, c.relrowsecurity as secured
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where pg_get_userbyid(c.relowner) = current_user and c.relkind in ('r', 'p', 'S') and n.nspname <> 'public' and n.nspname !~ '^pg_'
  loop
    if not has_schema_privilege('tocsin_dump', one.schema, 'usage') then
      execute format('grant usage on schema %I to tocsin_dump', one.schema);
    end if;
    if one.kind = 'S' then
      if not has_sequence_privilege('tocsin_dump', one.oid, 'select') then
        execute format('grant select on sequence %s to tocsin_dump', one.name);
      end if;
    elsif not has_table_privilege('tocsin_dump', one.oid, 'select') then
      execute format('grant select on %s to tocsin_dump', one.name);
    end if;
    if one.secured and not exists (select from pg_policy p where p.polrelid = one.oid and p.polname = 'dumped') then
      execute format('create policy dumped on %s for select to tocsin_dump using (true)', one.name);
    end if;
  end loop;
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.let_erase()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  one record;
begin
  for one in
    select c.oid, c.oid::regclass as name, n.nspname as schema
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'owner' and not a.attisdropped
    where pg_get_userbyid(c.relowner) = current_user and c.relkind in ('r', 'p') and c.relrowsecurity and n.nspname <> 'public' and n.nspname !~ '^pg_'
  loop
    if not has_schema_privilege('tocsin_eraser', one.schema, 'usage') then
      execute format('grant usage on schema %I to tocsin_eraser', one.schema);
    end if;
    if not has_table_privilege('tocsin_eraser', one.oid, 'delete') then
      execute format('grant select, delete on %s to tocsin_eraser', one.name);
    end if;
    if not exists (select from pg_policy p where p.polrelid = one.oid and p.polname = 'erased_whole') then
      execute format('create policy erased_whole on %s for all to tocsin_eraser using (owner = (select platform.acting()))', one.name);
    end if;
  end loop;
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.list_jobs(only_parked boolean, after_id bigint, at_most integer)
 RETURNS TABLE(id bigint, task text, organisation uuid, code text, attempts integer, max_attempts integer, parked boolean, running boolean, run_at timestamp with time zone, created_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return query
    select j.id::bigint, t.identifier, (j.payload ->> 'organisation')::uuid, split_part(j.last_error, E'\n', 1), j.attempts::integer, j.max_attempts::integer,
      j.attempts >= j.max_attempts and j.locked_at is null, j.locked_at is not null, j.run_at, j.created_at
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where (platform.operating() or (j.payload ->> 'organisation')::uuid = platform.acting())
      and (not only_parked or (j.attempts >= j.max_attempts and j.locked_at is null))
      and (after_id is null or j.id < after_id)
    order by j.id desc limit least(at_most, 200);
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.log_record_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'a record of the log can be erased once and not changed'; end $function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.log_told(asked_kind text, asked_subject text, asked_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select case
      when asked_subject !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then false
      -- who is in a group sees who comes and goes; what was before it came, as its owner says
      when asked_kind like 'cooperation.group-%' then exists (
        select from platform.own_groups() g where g."group" = asked_subject::uuid and asked_at >= g.sees_since)
      when asked_kind not like 'cooperation.%' or asked_kind like 'cooperation.call-%' or asked_kind in (
        'cooperation.request-sent', 'cooperation.request-withdraw', 'cooperation.minutes-approved', 'cooperation.announced', 'cooperation.edition', 'cooperation.education', 'cooperation.member-joined', 'cooperation.member-left') then exists (
        select from platform.access_grant g
        where g.object = asked_subject::uuid and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
          and (g.recipient = platform.acting() or exists (
            select from platform.own_groups() o where o."group" = g.recipient and g.since >= o.sees_since)))
      else false end
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.operating()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(current_setting('tocsin.operator', true), '') = 'on' $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_queue, tocsin_finder

CREATE OR REPLACE FUNCTION platform.own_groups()
 RETURNS TABLE("group" uuid, sees_since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select m."group", case when m.past then '-infinity'::timestamptz else m.since end from platform.group_member m
    where m.member = platform.acting() and m.since <= now() and m.ended_at is null
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.protect(target regclass, kind text DEFAULT NULL::text, object_column name DEFAULT 'id'::name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  visible text := 'owner = (select platform.acting())';
begin
  if kind is not null then
    visible := visible || format(' or platform.granted(%L, %I)', kind, object_column);
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy visible on %s for select using (%s)', target, visible);
  execute format('create policy added on %s for insert with check (owner = (select platform.acting()))', target);
  execute format('create policy changed on %s for update using (owner = (select platform.acting())) with check (owner = (select platform.acting()))', target);
  execute format('create policy removed on %s for delete using (owner = (select platform.acting()))', target);
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.readers_of(asked_kind text, asked_object uuid, ending boolean)
 RETURNS TABLE(organisation uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    with given as (
      select g.recipient, g.since from platform.access_grant g
      where g.owner = platform.acting() and g.kind = asked_kind and g.object = asked_object and g.since <= now()
        and (g.until is null or g.until > now()) and (g.ended_at is null or (ending and g.ended_at = now()))
    )
    select m.member from given g join platform.group_member m on m."group" = g.recipient
      where m.ended_at is null and m.since <= now() and (m.past or g.since >= m.since) and m.member <> platform.acting()
    union
    select g.recipient from given g where not exists (select from platform.sharing_group s where s.id = g.recipient)
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.requeue_jobs(job_ids bigint[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  allowed bigint[];
begin
  select coalesce(array_agg(j.id), '{}') into allowed from graphile_worker._private_jobs j
    where j.id = any (job_ids) and j.locked_at is null and j.attempts >= j.max_attempts
      and (platform.operating() or (j.payload ->> 'organisation')::uuid = platform.acting());
  perform graphile_worker.reschedule_jobs(allowed, run_at => now(), attempts => 0, max_attempts => 5);
  return cardinality(allowed);
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.searchable(target regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create policy finder on %s for select to tocsin_finder using (true)', target);
  execute format('grant select on %s to tocsin_finder', target);
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.shared_with_us(asked_kind text, before_at timestamp with time zone, before_object uuid, at_most integer)
 RETURNS TABLE(object uuid, owner uuid, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    with way as (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select o."group", o.sees_since from platform.own_groups() o
    ), seen as (
      select g.object, g.owner, g.since from way w cross join lateral (
        select a.object, a.owner, a.since from platform.access_grant a
        where a.recipient = w.recipient and a.kind = asked_kind and a.owner <> platform.acting() and a.since >= w.sees_since and a.since <= now()
          and (a.until is null or a.until > now()) and a.ended_at is null
          and (a.since, a.object) < (coalesce(before_at, 'infinity'), coalesce(before_object, '00000000-0000-0000-0000-000000000000'))
        order by a.since desc, a.object desc limit least(at_most, 500)) g
    )
    select s.object, s.owner, max(s.since) from seen s group by s.object, s.owner order by 3 desc, 1 desc limit least(at_most, 500)
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.tell(asked_kind text, asked_objects uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    with told as (
      select r.organisation, o.object from unnest(asked_objects) o(object) cross join lateral platform.readers_of(asked_kind, o.object, true) r
      union
      select m.member, m."group" from platform.group_member m
      where asked_kind = 'group' and m."group" = any (asked_objects) and (m.ended_at is null or m.ended_at = now()) and m.member <> platform.acting()
        and (m.owner = platform.acting() or exists (select from platform.group_member own
          where own."group" = m."group" and own.member = platform.acting() and (own.ended_at is null or own.ended_at = now())))
    ), each as (
      select organisation, case when count(*) <= 20 then array_agg(object order by object) end as objects from told group by organisation
    ), numbered as (
      select organisation, objects, (row_number() over (partition by objects order by organisation) - 1) / 120 as batch from each
    )
    select pg_notify('tocsin_live', json_build_object('organisations', json_agg(organisation), 'notices', (
        select json_agg(json_build_object('kind', asked_kind, 'id', coalesce(o.object::text, ''))) from unnest(coalesce(objects, array[null::uuid])) o(object)
      ))::text)
    from numbered group by objects, batch
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app
