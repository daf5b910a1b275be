-- Lists of reports in a state that few are in (waiting, withdrawn, withheld), or of a form that few have: along the newest they would pass all others. What was analysed,
-- and what nobody has read yet, are not in these.
create index report_by_state on intake.report (owner, state, received_at desc, id desc) where state <> 'analysed';
create index report_by_form on intake.report (owner, form, received_at desc, id desc) where form <> 'unread';

-- The same of mail that did not go: nearly all went.
create index outgoing_mail_unsent on platform.outgoing_mail (owner, state, created_at desc, id desc) where state <> 'sent';

-- Figures are added up out of the index alone: the rows of one property lie scattered over those of their days.
alter table analysis.report_day drop constraint report_day_pkey, add primary key (owner, what, day, value) include (reports);
alter table analysis.report_month drop constraint report_month_pkey, add primary key (owner, what, month, value) include (reports);
