-- One notice to many consoles costs a few notifications, not one for each organisation that may see the object.

drop function platform.tell(text, uuid);

-- Live notices, kind and id alone, to the consoles of those to whom the acting organisation granted the objects, or whose grant ends in this
-- transaction; of a group, to those who are in it or leave it now. Whoever is neither cannot be told by it. Each organisation is told of the objects
-- that it may see, and of their kind alone where they are more than 20 of them. A payload is under 8,000 bytes (NOTIFY): 120 organisations, 40 bytes each.
create function platform.tell(asked_kind text, asked_objects uuid[]) returns void
  language sql volatile security definer set search_path = pg_catalog
  as $$
    with told as (
      select r.organisation, o.object from unnest(asked_objects) o(object) cross join lateral platform.readers_of(asked_kind, o.object, true) r
      union
      select m.member, m."group" from platform.group_member m
      where asked_kind = 'group' and m."group" = any (asked_objects) and (m.ended_at is null or m.ended_at = now()) and m.member <> platform.acting()
        and (m.owner = platform.acting() or exists (select from platform.group_member own
          where own."group" = m."group" and own.member = platform.acting() and (own.ended_at is null or own.ended_at = now())))
    ), each as (
      select organisation, case when count(*) <= 20 then array_agg(object order by object) end as objects from told group by organisation
    ), numbered as (
      select organisation, objects, (row_number() over (partition by objects order by organisation) - 1) / 120 as batch from each
    )
    select pg_notify('tocsin_live', json_build_object('organisations', json_agg(organisation), 'notices', (
        select json_agg(json_build_object('kind', asked_kind, 'id', coalesce(o.object::text, ''))) from unnest(coalesce(objects, array[null::uuid])) o(object)
      ))::text)
    from numbered group by objects, batch
  $$;

select platform.hand_over('platform.tell(text, uuid[])'::regprocedure, 'tocsin_finder');
revoke all on function platform.tell(text, uuid[]) from public;
grant execute on function platform.tell(text, uuid[]) to tocsin_app;
