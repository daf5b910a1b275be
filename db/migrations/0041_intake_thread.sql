-- A thread may be about the test of a contact: whoever answers the letter shows that it arrived.
alter table intake.thread drop constraint thread_about_kind_check,
  add constraint thread_about_kind_check check (about_kind in ('case', 'action', 'report', 'release', 'contact-test'));
