-- What was read and is not placed yet: the job that places goes through it.
create index signature_waiting on analysis.signature (owner, report) where not posted;
