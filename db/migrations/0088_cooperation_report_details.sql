-- What industry reports of cases, techniques and models of cooperation is a record and no longer words alone (London Action Plan, part B, i to iii).

alter table cooperation.call_report
  add column state text check (state in ('running', 'reported', 'acted', 'proposed', 'tried', 'used', 'ended')),
  add column since_on date,
  add column until_on date,
  add column countries text[] not null default '{}' check (cardinality(countries) <= 60),
  add column channels text[] not null default '{}'
    check (channels <@ array['mail', 'messages', 'calls', 'chat', 'web', 'apps']),
  add column number bigint check (number >= 0),
  add column partners text not null default '' check (length(partners) <= 500),
  add column result text not null default '' check (length(result) <= 4000),
  add check (until_on is null or since_on is null or since_on <= until_on);
