-- A thread may be of somebody who is invited to a call: their answer comes to its address.
alter table intake.thread drop constraint thread_about_kind_check,
  add constraint thread_about_kind_check check (about_kind in ('case', 'action', 'report', 'release', 'contact-test', 'call-attendee'));
