import { granting, type Step } from './fill-members.ts'

// Two years of three series, monthly and each quarter, and one that comes; of each call most agencies come, and fifty of industry to some items.
export const callSteps: readonly Step[] = [
  [
    'series',
    `create table bench.series as select gen_random_uuid() as id, k, (array[1, 3, 3])[k] as months, (array[30, 91, 91])[k] as days from generate_series(1, 3) k`,
  ],
  [
    '',
    `insert into cooperation.call_series (id, owner, name, months, since) select s.id, o.network, 'Series ' || s.k, s.months, now() - interval '800 days' from bench.series s, bench.one o`,
  ],
  [
    '',
    granting(
      `select 'call-series' as kind, s.id as object, o.agencies_group as recipient, now() - interval '800 days' as since from bench.series s`,
    ),
  ],
  [
    'calls',
    `create table bench.call as select gen_random_uuid() as id, s.id as series, s.k, c as ago, now() + interval '9 days' - c * s.days * interval '1 day' as starts_at
    from bench.series s, generate_series(0, 24) c where c * s.days < 740`,
  ],
  [
    '',
    `insert into cooperation.call (id, owner, series, title, starts_at, time_zone, duration, language, link, link_at, chair, chair_name, state, made_at, made_by, changed_at)
    select c.id, o.network, c.series, 'Call ' || c.k || '/' || c.ago, c.starts_at, 'UTC', 90, 'en', 'https://meet.example/' || c.k, c.starts_at, o.agency_card, 'Chair', case when c.ago = 0 then 'convened' else 'reported' end,
      c.starts_at - interval '30 days', 'bench', c.starts_at from bench.call c, bench.one o`,
  ],
  [
    '',
    granting(
      `select what as kind, c.id as object, o.agencies_group as recipient, c.starts_at - interval '30 days' as since from bench.call c, unnest(array['call', 'call-inside']) what`,
    ),
  ],
  [
    'items',
    `create table bench.item as select gen_random_uuid() as id, c.id as call, c.starts_at, c.ago, p as place,
      (array['cases', 'progress', 'techniques', 'obstacles', 'education', 'training'])[p] as standing from bench.call c, generate_series(1, 6) p`,
  ],
  [
    '',
    `insert into cooperation.call_item (id, owner, call, standing, note, duration, place, added_at) select i.id, o.network, i.call, i.standing, 'What it is about', 15, i.place, i.starts_at from bench.item i, bench.one o`,
  ],
  ['', granting(`select 'call-item' as kind, i.id as object, o.agencies_group as recipient, i.starts_at as since from bench.item i`)],
  [
    '',
    `create table bench.guest as select m.id as member, m.organisation, m.name, m.n from bench.member m where m.kind = 'industry' and m.n <= 50`,
  ],
  [
    'industry that is invited',
    `insert into cooperation.call_invitation (id, owner, call, member, agency, at, by)
    select gen_random_uuid(), o.network, c.id, g.member, o.agency_card, c.starts_at, 'bench' from bench.call c, bench.guest g, bench.one o`,
  ],
  [
    '',
    granting(`select 'call' as kind, c.id as object, g.organisation as recipient, c.starts_at as since from bench.call c, bench.guest g`),
  ],
  [
    '',
    granting(
      `select 'call-item' as kind, i.id as object, g.organisation as recipient, i.starts_at as since from bench.item i, bench.guest g where i.place > 1`,
    ),
  ],
  [
    'objections',
    `insert into cooperation.call_objection (id, owner, item, everyone, agency, at, by) select gen_random_uuid(), o.network, i.id, true, o.agency_card, i.starts_at, 'bench' from bench.item i, bench.one o where i.place = 1`,
  ],
  ['', granting(`select 'call-objection' as kind, b.id as object, o.agency as recipient, b.at as since from cooperation.call_objection b`)],
  [
    'attendance',
    `insert into cooperation.call_attendance (id, owner, item, member, name, at)
    select gen_random_uuid(), o.network, i.id, m.id, m.name, i.starts_at from bench.item i, bench.member m, bench.one o
    where i.ago > 0 and (m.kind = 'agency' and (m.n + i.ago) % 3 > 0 or m.kind = 'industry' and m.n <= 50 and i.place > 1)`,
  ],
  [
    'papers, minutes, decisions, what is to be done',
    `insert into cooperation.call_paper (id, owner, item, kind, member, name, title, text, at, by)
    select gen_random_uuid(), o.network, i.id, 'contribution', m.id, m.name, 'Contribution ' || m.n, repeat('What we saw. ', 100), i.starts_at, 'bench' from bench.item i, bench.member m, bench.one o where m.kind = 'agency' and m.n <= 5`,
  ],
  [
    '',
    `insert into cooperation.call_minute (id, owner, item, revision, text, at, by, approved_at)
    select gen_random_uuid(), o.network, i.id, r, repeat('It was said. ', 200), i.starts_at, 'bench', case when r = 2 then i.starts_at end from bench.item i, bench.one o, generate_series(1, 2) r where i.ago > 0`,
  ],
  [
    '',
    `insert into cooperation.call_decision (id, owner, item, kind, text, at, by) select gen_random_uuid(), o.network, i.id, 'decision', 'It was decided.', i.starts_at, 'bench' from bench.item i, bench.one o, generate_series(1, 2) where i.ago > 0`,
  ],
  [
    '',
    `insert into cooperation.call_action (id, owner, item, member, name, text, due, at, by, done_at)
    select gen_random_uuid(), o.network, i.id, m.id, m.name, 'To write of what it did', (i.starts_at + interval '60 days')::date, i.starts_at, 'bench', case when i.ago > 2 then i.starts_at end
    from bench.item i, bench.member m, bench.one o where i.ago > 0 and m.kind = 'agency' and (m.n + i.ago) % 60 = 7`,
  ],
  [
    'what industry reports',
    `insert into cooperation.call_report (id, owner, item, kind, member, name, title, text, at, by, unit)
    select gen_random_uuid(), o.network, i.id, k, g.member, g.name, 'Report of ' || g.name, repeat('In the last quarter. ', 30), i.starts_at, 'bench', case when k = 'figures' then 'messages' end
    from bench.item i, bench.guest g, bench.one o, unnest(array['cases', 'figures']) k where i.place = 2 and i.ago > 0 and g.n <= 30`,
  ],
  [
    '',
    `insert into cooperation.call_figure (report, period, owner, item, value)
    select r.id, (date_trunc('month', r.at) - k * interval '1 month')::date, r.owner, r.item, 1000 * k from cooperation.call_report r, generate_series(0, 23) k where r.kind = 'figures'`,
  ],
  [
    'who was told, read and answered',
    `insert into cooperation.call_telling (id, owner, call, what, member, name, people, at)
    select gen_random_uuid(), o.network, c.id, 'convened', m.id, m.name, 2, c.starts_at from bench.call c, bench.one o, bench.member m where m.kind = 'agency' or m.n <= 50`,
  ],
  [
    '',
    `insert into cooperation.call_receipt (id, owner, call, item, member, name, at)
    select gen_random_uuid(), o.network, i.call, i.id, g.member, g.name, i.starts_at from bench.item i, bench.guest g, bench.one o where i.place > 1`,
  ],
  [
    '',
    `insert into cooperation.call_attendee (id, owner, call, member, contact, name, address, made_at, told, told_at, told_starts_at, answer, answered_at, way)
    select gen_random_uuid(), o.network, c.id, t.member, t.id, 'Person ' || t.n, 'unit@member-' || t.n || '.example', c.starts_at, 'invited', c.starts_at, c.starts_at,
      case when t.n % 2 = 0 then 'accepted' else 'waiting' end, case when t.n % 2 = 0 then c.starts_at end, case when t.n % 2 = 0 then 'mail' end
    from bench.call c, bench.one o, bench.contact t where t.kind = 'agency' or t.n <= 50`,
  ],
  [
    'training',
    `create table bench.training as select gen_random_uuid() as id, n, now() + (20 - 7 * n) * interval '1 day' as starts_at from generate_series(1, 110) n`,
  ],
  [
    '',
    `insert into cooperation.training (id, owner, member, title, topic, note, trainers, languages, starts_at, time_zone, duration, seats, audience, state, made_at, made_by, changed_at)
    select t.id, o.network, (select id from bench.member m where m.kind = 'agency' and m.n = t.n), 'Session ' || t.n, 'investigation', repeat('What is taught. ', 20), 'A trainer', array['en', 'fr'],
      case when t.n % 10 > 0 then t.starts_at end, 'UTC', 90, 100, 'members', case when t.starts_at < now() and t.n % 10 > 0 then 'over' else 'open' end, t.starts_at - interval '40 days', 'bench', now() from bench.training t, bench.one o`,
  ],
  [
    '',
    granting(
      `select k as kind, t.id as object, r as recipient, t.starts_at - interval '40 days' as since from bench.training t, unnest(array['training', 'training-inside']) k, unnest(array[o.agencies_group, o.industry_group]) r where k = 'training' or r = o.agencies_group`,
    ),
  ],
  [
    '',
    `insert into cooperation.training_enrolment (id, owner, training, member, organisation, person, name, state, at, attended, attended_at)
    select gen_random_uuid(), o.network, t.id, m.id, m.organisation, gen_random_uuid(), 'Person ' || m.n, 'enrolled', t.starts_at, case when t.starts_at < now() then true end, case when t.starts_at < now() then t.starts_at end
    from bench.training t, bench.one o, bench.member m where (m.n + t.n) % 12 = 0`,
  ],
  [
    '',
    granting(
      `select 'training-enrolment' as kind, e.id as object, e.organisation as recipient, e.at as since from cooperation.training_enrolment e`,
    ),
  ],
  [
    '',
    `insert into cooperation.training_evaluation (id, owner, training, batch, useful, clear, pace, apply)
    select gen_random_uuid(), o.network, t.id, 1, 4, 4, 3, 5 from bench.training t, bench.one o, generate_series(1, 40) where t.starts_at < now()`,
  ],
  [
    'campaigns of education',
    `insert into cooperation.education (id, owner, member, title, aim, addressed, languages, countries, starts_on, ends_on, audience, made_at, made_by, changed_at)
    select gen_random_uuid(), o.network, o.agency_card, 'Campaign ' || n, repeat('That people know. ', 30), array['consumers'], array['en'], array['SG', 'NZ'], current_date - n * 10, current_date - n * 10 + 60, 'members', now() - n * interval '10 days', 'bench', now()
    from bench.one o, generate_series(1, 60) n`,
  ],
  [
    '',
    granting(`select 'training' as kind, e.id as object, o.members_group as recipient, e.made_at as since from cooperation.education e`),
  ],
  [
    '',
    `insert into cooperation.education_partner (id, owner, education, member, at, by) select gen_random_uuid(), e.owner, e.id, m.id, e.made_at, 'bench' from cooperation.education e, bench.member m where m.n <= 15`,
  ],
  [
    '',
    `insert into cooperation.education_figure (id, owner, education, member, counted, country, since, until, number, source, at, by)
    select gen_random_uuid(), e.owner, e.id, m.id, 'zombies', m.country, e.starts_on, e.starts_on + 30, 1000 * m.n, 'Own count', e.made_at, 'bench' from cooperation.education e, bench.member m where m.kind = 'agency' and m.n <= 40`,
  ],
  [
    '',
    `insert into cooperation.education_reach (id, owner, education, member, counted, number, source, on_date, at, by)
    select gen_random_uuid(), e.owner, e.id, m.id, 'people', 1000, 'Own count', e.starts_on, e.made_at, 'bench' from cooperation.education e, bench.member m where m.n <= 15`,
  ],
  [
    'material',
    `insert into cooperation.training_material (id, owner, training, education, of, language, title, text, at, by)
    select gen_random_uuid(), o.network, t.training, t.education, t.id, 'en', 'Slides ' || k, repeat('What they say. ', 40), now(), 'bench'
    from (select id as training, null::uuid as education, id from bench.training union all select null, id, id from cooperation.education) t, bench.one o, generate_series(1, 5) k`,
  ],
]
