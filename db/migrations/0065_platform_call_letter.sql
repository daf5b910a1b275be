-- Invitations to calls say when and where, to whoever may come: nothing of a report, finding or case, and so without a release.
alter table platform.outgoing_mail
  drop constraint outgoing_mail_by_right,
  add constraint outgoing_mail_by_right check (
    (kind = 'release') = (release is not null) and (release is null) = (release_sha256 is null)
    and (release is not null or kind in ('acknowledgement', 'ending', 'invitation', 'digest', 'address', 'contact-test', 'call-invitation')));
