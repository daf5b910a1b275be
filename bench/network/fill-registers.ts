import { granting, type Step } from './fill-members.ts'

/** What stands in the registers, two rounds of the questionnaire, and who was told of what. */
export const registerSteps: readonly Step[] = [
  [
    'registers',
    `insert into cooperation.register_entry (id, owner, kind, member, country, title, text, state, on_date, year, law_kinds, court, outcome, amount, collected, currency, affected, responsible, topic, body, source, source_url, source_on, audience, made_at, changed_at, changed_by, by_name)
    select gen_random_uuid(), o.network, e.kind, m.id, m.country, initcap(e.kind) || ' of ' || m.name || ' ' || e.n, repeat('What it says. ', 20),
      case e.kind when 'law' then (array['draft', 'adopted', 'in-force', 'in-force'])[1 + e.n % 4] when 'obstacle' then (array['open', 'solving', 'solved'])[1 + e.n % 3] when 'offer' then 'open' when 'ask' then 'open' end,
      current_date - e.n % 700, case e.kind when 'fines' then 2024 + e.n % 3 end, case e.kind when 'law' then array['mail', 'calls'] else '{}' end, case e.kind when 'judgment' then 'High Court' else '' end, case e.kind when 'judgment' then 'Fined' else '' end,
      case when e.kind in ('fines', 'judgment') then 1000 * e.n end, case when e.kind in ('fines', 'judgment') then 100 * e.n end, case when e.kind in ('fines', 'judgment') then 'USD' end,
      case e.kind when 'obstacle' then array['SG', 'NZ'] else '{}' end, case e.kind when 'obstacle' then o.agency_card end, case when e.kind in ('offer', 'ask') then 'training' end, case e.kind when 'report' then 'OECD' else '' end,
      'The gazette', 'https://law.example/' || e.n, current_date - 30, case when e.n % 2 = 0 then 'members' else 'agencies' end, now() - (e.n % 700) * interval '1 day', now() - (e.n % 700) * interval '1 day', 'bench', m.name
    from bench.one o, (select k.kind, n from (values ('law', 600), ('fines', 600), ('judgment', 3000), ('obstacle', 500), ('offer', 200), ('ask', 200), ('report', 100)) k (kind, most), generate_series(1, 3000) n where n <= k.most) e
      join bench.member m on m.kind = 'agency' and m.n = 1 + e.n % 300`,
  ],
  [
    '',
    granting(
      `select 'register-entry' as kind, e.id as object, case e.audience when 'agencies' then o.agencies_group else o.members_group end as recipient, e.made_at as since from cooperation.register_entry e`,
    ),
  ],
  [
    '',
    `insert into cooperation.support_match (offer, owner, ask, at, by) select f.id, f.owner, a.id, now(), 'bench' from (select id, owner, row_number() over () as n from cooperation.register_entry where kind = 'offer') f
      join (select id, row_number() over () as n from cooperation.register_entry where kind = 'ask') a on a.n = f.n where f.n % 2 = 0`,
  ],
  [
    'rounds of the questionnaire',
    `insert into cooperation.questionnaire_round (id, owner, questionnaire, title, opened_at, opened_by, closes_at) select gen_random_uuid(), q.owner, q.id, 'Round ' || k, now() - (3 - k) * interval '350 days', 'bench', now() - (3 - k) * interval '350 days' + interval '380 days' from cooperation.questionnaire q, generate_series(1, 3) k`,
  ],
  [
    '',
    granting(
      `select 'questionnaire-round' as kind, r.id as object, o.members_group as recipient, r.opened_at as since from cooperation.questionnaire_round r`,
    ),
  ],
  [
    '',
    `insert into cooperation.answer_sheet (id, owner, round, member, version, state, audience, changed_at, changed_by, submitted_at, submitted_by)
    select gen_random_uuid(), r.owner, r.id, m.id, 1, 'submitted', 'agencies', r.opened_at, 'bench', r.opened_at, 'bench' from cooperation.questionnaire_round r, bench.member m where m.kind = 'agency' and m.n % 20 > 0`,
  ],
  [
    '',
    granting(
      `select 'answer-sheet' as kind, s.id as object, x as recipient, s.changed_at as since from cooperation.answer_sheet s join cooperation.member m on m.id = s.member, unnest(array[o.agencies_group, m.organisation]) x`,
    ),
  ],
  [
    'answers',
    `insert into cooperation.answer (sheet, owner, code, choice, amount, words)
    select s.id, s.owner, q.code, case q.kind when 'yes-no' then (array['yes', 'partly', 'no'])[1 + (ascii(right(q.code, 1)) + ('x' || left(s.id::text, 2))::bit(8)::int) % 3] when 'choice' then q.options[1] end, case q.kind when 'number' then 12 end, repeat('As the act says. ', 15)
    from cooperation.answer_sheet s, cooperation.question q`,
  ],
  [
    '',
    `insert into cooperation.answer_source (sheet, owner, code, place, law, article, url) select a.sheet, a.owner, a.code, k, 'The act', 'Article ' || k, 'https://law.example/' from cooperation.answer a join cooperation.question q on q.code = a.code, generate_series(0, 1) k where q.kind in ('laws', 'yes-no')`,
  ],
  [
    'announcements',
    `insert into cooperation.announcement (id, owner, title, text, language, audience, at, by) select gen_random_uuid(), o.network, 'Announcement ' || n, repeat('What all should know. ', 60), 'en', (array['members', 'agencies', 'industry'])[1 + n % 3], now() - n * interval '9 days', 'bench' from bench.one o, generate_series(1, 80) n`,
  ],
  [
    '',
    granting(
      `select 'announcement' as kind, a.id as object, case a.audience when 'members' then o.members_group when 'agencies' then o.agencies_group else o.industry_group end as recipient, a.at as since from cooperation.announcement a`,
    ),
  ],
  [
    'who was told',
    `insert into cooperation.telling (id, owner, kind, subject, member, name, organisation, people, told_at, seen_at)
    select gen_random_uuid(), o.network, t.kind, t.subject, m.id, m.name, m.organisation, 2, t.at, case when m.n % 3 > 0 then t.at end
    from (select 'cooperation.announcement' as kind, id as subject, at, audience from cooperation.announcement union all select 'cooperation.questionnaire-round', id, opened_at, 'agencies' from cooperation.questionnaire_round
      union all select 'cooperation.proposal-opened', id, noticed_at, audience from cooperation.proposal) t, bench.member m, bench.one o
    where t.audience = 'members' or t.audience = case m.kind when 'agency' then 'agencies' else 'industry' end`,
  ],
  [
    'notices',
    `insert into directory.notice (id, owner, person, kind, subject, params, at, read_at)
    select gen_random_uuid(), w, o.person, 'cooperation.announcement', a.id, jsonb_build_object('title', a.title), a.at, case when t.time > 1 then a.at end from cooperation.announcement a, bench.one o, unnest(array[o.agency, o.industry]) w, generate_series(1, 10) t (time)`,
  ],
]
