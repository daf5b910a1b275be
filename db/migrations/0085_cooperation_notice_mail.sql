-- A member that does not work on this node is told of what is proposed by a letter to its designated contact, with proof of what became of it.
alter table cooperation.telling
  add column contact uuid references cooperation.contact (id),
  add column mail uuid,
  -- `unnamed`: it has no designated contact with an address; `no-relay`: no mail leaves this node
  add column mail_state text check (mail_state in ('waiting', 'sent', 'failed', 'unnamed', 'no-relay')),
  add column mail_at timestamptz,
  add check ((mail is not null) = (mail_state is not null and mail_state in ('waiting', 'sent', 'failed'))),
  add check ((mail_state is null) = (mail_at is null));
create index telling_by_mail on cooperation.telling (mail) where mail is not null;
grant update (contact, mail, mail_state, mail_at) on cooperation.telling to tocsin_app;

-- An objection that such a member sent to the office, which writes it down: the day on which it came.
alter table cooperation.objection add column received_on date;

alter table platform.outgoing_mail
  drop constraint outgoing_mail_by_right,
  add constraint outgoing_mail_by_right check (
    (kind = 'release') = (release is not null) and (release is null) = (release_sha256 is null)
    and (release is not null
      or kind in ('acknowledgement', 'ending', 'invitation', 'digest', 'address', 'contact-test', 'call-invitation', 'call-back', 'network-notice')));
alter table intake.thread drop constraint thread_about_kind_check,
  add constraint thread_about_kind_check check (about_kind in ('case', 'action', 'report', 'release', 'contact-test', 'call-attendee', 'network-notice'));
