-- Which lines of the log others are told by what they were granted, also as part of a group. Of what members do with each other only what all who see its subject may
-- know: neither who read a copy, nor what another said to a request, nor how many objections stand, nor who was told.
create function platform.log_told(asked_kind text, asked_subject text, asked_at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog
  as $$
    select case
      when asked_subject !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then false
      -- who is in a group sees who comes and goes; what was before it came, as its owner says
      when asked_kind like 'cooperation.group-%' then exists (
        select from platform.own_groups() g where g."group" = asked_subject::uuid and asked_at >= g.sees_since)
      when asked_kind not like 'cooperation.%' or asked_kind like 'cooperation.call-%' or asked_kind in (
        'cooperation.request-sent', 'cooperation.request-withdraw', 'cooperation.minutes-approved', 'cooperation.announced', 'cooperation.edition', 'cooperation.education', 'cooperation.member-joined', 'cooperation.member-left') then exists (
        select from platform.access_grant g
        where g.object = asked_subject::uuid and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
          and (g.recipient = platform.acting() or exists (
            select from platform.own_groups() o where o."group" = g.recipient and g.since >= o.sees_since)))
      else false end
  $$;
select platform.hand_over('platform.log_told(text, text, timestamptz)', 'tocsin_finder');
revoke all on function platform.log_told(text, text, timestamptz) from public;
grant execute on function platform.log_told(text, text, timestamptz) to tocsin_app, tocsin_eraser;

drop policy visible on platform.log_record;
create policy visible on platform.log_record for select
  using (owner is not distinct from (select platform.acting()) or platform.log_told(kind, subject, at));
drop function platform.log_granted(text);
