-- What a request costs, and what came of it. Both are of how it stands, so they lie on each side's own file: what it costs is said by whoever is asked and agreed to by
-- whoever asks; what came of it is noted by whoever asks, and stands on the other file where it is told. The words of that stay with whoever wrote them.
alter table cooperation.request_file
  add column cost_amount numeric(14, 2) check (cost_amount >= 0),
  -- ISO 4217
  add column cost_currency text check (cost_currency ~ '^[A-Z]{3}$'),
  add column cost_bearer text check (cost_bearer in ('asker', 'asked', 'shared')),
  add column cost_state text check (cost_state in ('asked', 'agreed', 'declined', 'paid')),
  add column cost_at timestamptz,
  add column outcome text check (outcome in ('action', 'judgment', 'settlement', 'lead', 'ruled-out', 'no-use', 'not-needed', 'other')),
  add column outcome_note text check (length(outcome_note) <= 2000),
  add column outcome_at timestamptz,
  add constraint request_file_cost check ((cost_state is null) = (cost_amount is null) and (cost_state is null) = (cost_currency is null)
    and (cost_state is null) = (cost_bearer is null) and (cost_state is null) = (cost_at is null)),
  add constraint request_file_outcome check ((outcome is null) = (outcome_at is null));
