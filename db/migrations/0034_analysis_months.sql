-- The same by whole months that are over: what years are read from. A month is there whole, or not at all: then its days are read.
create table analysis.report_month (
  owner uuid not null,
  month date not null check (month = date_trunc('month', month::timestamp)::date),
  what text not null,
  value text not null,
  reports integer not null check (reports > 0),
  primary key (owner, what, month, value)
);
create index report_month_of on analysis.report_month (owner, month);
select platform.protect('analysis.report_month');
grant select, insert, delete on analysis.report_month to tocsin_app;
