-- What people wrote and nobody has read yet: cases count theirs from it, and reports are found by it. It stays small.
create index reply_unread on intake.reply (owner, received_at desc, id desc) where state = 'unread' and automatic is null;
