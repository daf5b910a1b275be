import { granting, type Step } from './fill-members.ts'

/** What members do with one another: copies, requests, joint cases. `$copies` and `$requests` say how many. */
export const workSteps = ({ copies, requests }: { readonly copies: number; readonly requests: number }): readonly Step[] => [
  [
    'a group of their own',
    `create table bench.own as select gen_random_uuid() as id, m.organisation as owner, m.n from bench.member m where m.kind = 'agency' and m.n <= 60`,
  ],
  ['', `insert into platform.sharing_group (id, owner, since) select id, owner, now() - interval '800 days' from bench.own`],
  [
    '',
    `insert into cooperation.sharing_group (id, owner, name, since, since_by) select id, owner, 'Group ' || n, now() - interval '800 days', 'bench' from bench.own`,
  ],
  [
    '',
    `insert into platform.group_member (id, owner, "group", member, since, past)
    select gen_random_uuid(), g.owner, g.id, m.organisation, now() - interval '800 days', true from bench.own g, bench.member m where m.organisation <> g.owner and (m.n = 7 and m.kind = 'agency' and g.n <= 20 or (m.n + g.n) % 20 = 0)`,
  ],
  [
    'shared copies',
    // one owner of twenty has most; seven kinds; the agency whose pages are asked for sees all but its own, a third by name, a third in a group, a third as one of all agencies
    `create table bench.copy as select s.n, gen_random_uuid() as copy, gen_random_uuid() as share, m.organisation as owner, m.name as by_name, m.country, s.at,
      (array['case', 'campaign', 'indicator', 'document', 'technique', 'evidence', 'finding'])[1 + s.n % 7] as kind, (array['green', 'amber', 'amber', 'amber-strict', 'red'])[1 + s.n % 5] as tlp,
      'Wave ' || s.n || case when s.n % 10 = 0 then ' dialler' else '' end || case when s.n % ${Math.max(1, copies / 10)} = 0 then ' needle' else '' end as title
    from (select n, now() - random() * interval '400 days' as at, 1 + floor(power(random(), 2) * 60)::int as who from generate_series(1, ${copies}) n) s
      join bench.member m on m.kind = 'agency' and m.n = s.who`,
  ],
  [
    '',
    `insert into cooperation.shared_copy (id, owner, kind, title, by_name, tlp, permitted, onward, form, content, sha256, tokens, made_at, shared_at)
    select copy, owner, kind, title, by_name, tlp, 'internally-visible', 'none', 1,
      jsonb_build_object('form', 1, 'from', jsonb_build_object('name', by_name, 'country', country),
        'terms', jsonb_build_object('tlp', tlp, 'permitted', 'internally-visible', 'onward', 'none', 'ground', 'the act', 'purpose', 'inquiry', 'until', null),
        'body', jsonb_build_object('kind', kind, 'title', title) || case kind
          when 'case' then jsonb_build_object('code', 'C-' || n, 'of', 'phishing', 'state', 'open', 'harm', 40, 'reports', 200, 'openedAt', at, 'closedAt', null, 'campaigns', '[]'::jsonb, 'indicators', ${someIndicators})
          when 'campaign' then jsonb_build_object('of', 'phishing', 'state', 'active', 'brand', 'Parcels', 'reports', 200, 'firstAt', at, 'lastAt', at, 'indicators', ${someIndicators})
          when 'indicator' then jsonb_build_object('indicator', jsonb_build_object('kind', 'domain', 'value', 'h' || n || '.example', 'reports', 12), 'note', 'seen again')
          when 'document' then jsonb_build_object('language', 'en', 'text', repeat('words of it ', 100))
          when 'technique' then jsonb_build_object('of', 'tokens', 'version', 2, 'madeAt', at, 'description', repeat('It finds it. ', 20), 'textSha256', repeat('b', 64), 'entries', 3, 'text', repeat('token 1' || chr(10), 100), 'result', null, 'origin', null)
          when 'evidence' then jsonb_build_object('mediaType', 'message/rfc822', 'size', 5000, 'sha256', repeat('c', 64), 'receivedAt', at, 'channel', 'mail', 'parent', null, 'custody', '[]'::jsonb, 'seal', null, 'bytes', null)
          else jsonb_build_object('receivedAt', at, 'sha256', repeat('c', 64), 'findings', '[]'::jsonb) end),
      encode(sha256(copy::text::bytea), 'hex'), to_tsvector('simple', title || ' words of the copy'), at, at from bench.copy`,
  ],
  [
    '',
    `insert into cooperation.share (id, owner, copy, source_kind, asked, state, drafted_at, drafted_by, decided_at, decided_by)
    select share, owner, copy, kind, jsonb_build_object('object', '{"kind":"document","title":"Wave","language":"en","text":"words"}'::jsonb, 'recipients', '[{"kind":"agencies","value":""}]'::jsonb, 'restsOn', '[]'::jsonb,
      'terms', jsonb_build_object('tlp', tlp, 'permitted', 'internally-visible', 'onward', 'none', 'ground', 'the act', 'purpose', 'inquiry', 'until', null)), 'shared', at, 'bench', at, 'bench' from bench.copy`,
  ],
  [
    '',
    `insert into cooperation.share_recipient (id, owner, share, kind, value, name) select gen_random_uuid(), owner, share, 'agencies', '', 'agencies' from bench.copy`,
  ],
  [
    '',
    `insert into cooperation.share_event (id, owner, share, at, what, actor) select gen_random_uuid(), owner, share, at, w, 'bench' from bench.copy, unnest(array['drafted', 'shared']) w`,
  ],
  [
    '',
    `insert into platform.access_grant (id, owner, recipient, kind, object, since, ground)
    select gen_random_uuid(), c.owner, r, 'shared-copy', c.copy, c.at, 'the act' from bench.copy c left join bench.own g on g.owner = c.owner, bench.one o,
      unnest(array[case c.n % 3 when 0 then case when c.owner = o.agency then o.industry else o.agency end when 1 then g.id else o.agencies_group end, case when c.n % 20 = 0 then o.industry end]) r
    where r is not null and r <> c.owner`,
  ],
  [
    'receipts',
    `insert into cooperation.share_receipt (id, owner, copy, reader, name, at) select gen_random_uuid(), c.owner, c.copy, o.agency, 'Reader', c.at from bench.copy c, bench.one o where c.n % 10 > 0 and c.owner <> o.agency`,
  ],
  [
    '',
    `insert into cooperation.share_receipt (id, owner, copy, reader, name, at) select gen_random_uuid(), c.owner, c.copy, m.organisation, m.name, c.at from bench.copy c join bench.member m on m.kind = 'agency' and m.n = 10 + c.n % 290 where m.organisation <> c.owner and c.n % 3 = 2`,
  ],
  [
    'what was called back',
    `update cooperation.share s set state = 'recalled', ended_at = now(), ended_by = 'bench' from bench.copy c where c.share = s.id and c.n % 150 = 50`,
  ],
  [
    '',
    `update platform.access_grant g set ended_at = now() from bench.copy c where c.copy = g.object and g.kind = 'shared-copy' and c.n % 150 = 50`,
  ],
  [
    '',
    `insert into cooperation.tombstone (id, owner, owner_name, copy, kind, sha256, shared_at, recalled_at, organisation, name, had_read)
    select gen_random_uuid(), c.owner, c.by_name, c.copy, c.kind, repeat('d', 64), c.at, now() - c.n % 90 * interval '1 day', x, 'Reader', true from bench.copy c, bench.one o, unnest(array[o.agency, o.industry]) x where c.n % 150 = 50 and x <> c.owner`,
  ],
  [
    'requests',
    `create table bench.request as select r.n, gen_random_uuid() as id, a.organisation as asker, a.id as asker_card, a.name as asker_name, a.country as from_country,
      b.organisation as asked, b.id as asked_card, b.name as asked_name, b.country as to_country, now() - (r.n * 700.0 / ${requests}) * interval '1 day' as at, random() * 100 as harm,
      (array['answered', 'answered', 'answered', 'refused', 'partly', 'acknowledged', 'sent', 'questioned', 'expired', 'withdrawn'])[1 + r.n % 10] as state,
      (array['data', 'preservation', 'enforcement', 'interview', 'notice'])[1 + r.n % 5] as kind, (array['ordinary', 'ordinary', 'urgent', 'emergency'])[1 + r.n % 4] as urgency, 'agency-' || a.n || '-R-' || lpad(r.n::text, 6, '0') as reference
    from generate_series(1, ${requests}) r (n) join bench.member a on a.kind = 'agency' and a.n = case when r.n % 10 = 0 then 7 else 1 + (r.n * 7919) % 300 end
      join bench.member b on b.kind = case when r.n % 3 = 0 then 'industry' else 'agency' end and b.n = case when r.n % 10 in (1, 3) then 7 when r.n % 3 = 0 then 1 + (r.n * 104729) % 700 else 1 + (r.n * 104729) % 300 end
    where a.organisation <> b.organisation`,
  ],
  [
    '',
    `insert into cooperation.request (id, owner, year, number, state, form, content, sha256, made_at, sent_at, proof)
    select id, asker, extract(year from at), n, 'sent', 1, jsonb_build_object('form', 1, 'reference', reference, 'kind', kind, 'title', 'Request ' || n, 'data', array['subscriber'], 'things', '[{"kind":"domain","value":"h.example"}]'::jsonb,
      'period', null, 'ground', 'request', 'law', 'The act, article 4', 'purpose', 'An inquiry', 'text', repeat('We ask for it. ', 60), 'language', 'en', 'urgency', urgency, 'answerBy', null, 'preserveUntil', null, 'mayPass', false, 'overrides', '[]'::jsonb,
      'from', jsonb_build_object('name', asker_name, 'country', from_country), 'to', jsonb_build_object('member', asked_card, 'name', asked_name, 'country', to_country, 'kind', 'agency', 'route', null), 'about', null, 'goesOn', null, 'harm', null),
      encode(sha256(id::text::bytea), 'hex'), at, at, jsonb_build_object('person', 'Ann', 'means', null, 'unit', false, 'at', to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) from bench.request`,
  ],
  [
    '',
    `insert into platform.access_grant (id, owner, recipient, kind, object, since) select gen_random_uuid(), asker, asked, 'request', id, at from bench.request`,
  ],
  [
    '',
    `insert into cooperation.request_file (id, owner, request, side, reference, kind, urgency, title, other, other_member, other_name, from_country, to_country, state, drafted_at, sent_at, acknowledge_due, answer_due, expires_at, acknowledged_at, ended_at, last_at, harm, rank, drafted_by)
    select gen_random_uuid(), case s when 'asker' then asker else asked end, id, s, reference, kind, urgency, 'Request ' || n, case s when 'asker' then asked else asker end, case s when 'asker' then asked_card else asker_card end,
      case s when 'asker' then asked_name else asker_name end, from_country, to_country, state, at, at, at + interval '3 days', at + interval '30 days', at + interval '90 days', case when state <> 'sent' then at + interval '2 days' end,
      case when state in ('answered', 'refused', 'expired', 'withdrawn') then at + interval '20 days' end, at + interval '20 days', harm, (harm * 10)::int, case s when 'asker' then 'bench' end from bench.request, unnest(array['asker', 'asked']) s`,
  ],
  [
    '',
    `insert into cooperation.request_message (id, owner, request, at, act, by_name, person, person_name, text, detail, sha256)
    select gen_random_uuid(), asked, id, at + interval '2 days' * k, (array['acknowledge', 'partial', 'answer'])[k], asked_name, 'bench', 'Ann', repeat('This is what we have. ', 20), '{}', repeat('e', 64) from bench.request, generate_series(1, 3) k where state in ('answered', 'partly') or k = 1 and state <> 'sent'`,
  ],
  [
    '',
    `insert into platform.access_grant (id, owner, recipient, kind, object, since) select gen_random_uuid(), m.owner, r.asker, 'request-message', m.id, m.at from cooperation.request_message m join bench.request r on r.id = m.request`,
  ],
  [
    'joint cases',
    `create table bench.joint as select n, gen_random_uuid() as id, 'J-' || translate(lpad(upper(to_hex(n)), 4, '0'), 'ILOU', '1100') || '-0000' as code, case when n % 8 = 0 then 7 else 1 + (n * 13) % 300 end as lead, now() - n * interval '36 hours' as at from generate_series(1, 500) n`,
  ],
  [
    '',
    `create table bench.party as select distinct on (j.id, m.organisation) j.id as joint, j.n, j.code, j.at, gen_random_uuid() as id, gen_random_uuid() as seat, m.id as member, m.organisation, m.name, m.country, m.kind, m.n = j.lead and m.kind = 'agency' as leads
    from bench.joint j, generate_series(0, 7) k join bench.member m on true
    where m.kind = case when k > 5 then 'industry' else 'agency' end and m.n = case when k = 0 then j.lead when k = 1 and j.n % 4 = 0 or k = 6 and j.n % 8 = 1 then 7 else 1 + (j.n * 31 + k * 47) % 300 end`,
  ],
  [
    '',
    `insert into cooperation.joint_case (id, owner, code, state, lead, lead_member, lead_since, opened_at, closed_at, outcome)
    select j.id, o.network, j.code, case when j.n % 3 = 0 then 'closed' else 'open' end, m.organisation, m.id, j.at, j.at, case when j.n % 3 = 0 then now() end, case when j.n % 3 = 0 then 'stopped' end
    from bench.joint j join bench.member m on m.kind = 'agency' and m.n = j.lead, bench.one o`,
  ],
  [
    '',
    `create table bench.circle as select gen_random_uuid() as id, j.id as joint, j.code, j.at, r as reach, l as late from bench.joint j, unnest(array['agencies', 'all']) r, unnest(array[true, false]) l`,
  ],
  [
    '',
    `insert into platform.sharing_group (id, owner, since) select g.id, o.network, g.at from (select id, at from bench.circle union all select seat, at from bench.party) g, bench.one o`,
  ],
  [
    '',
    `insert into cooperation.sharing_group (id, owner, name, since, since_by, joint, reach, late)
    select g.id, o.network, g.code, g.at, 'bench', g.joint, g.reach, g.late from (select id, joint, code, at, reach, late from bench.circle union all select seat, joint, code, at, 'seat', true from bench.party) g, bench.one o`,
  ],
  [
    '',
    `insert into platform.group_member (id, owner, "group", member, since, past) select gen_random_uuid(), o.network, g.id, p.organisation, p.at, g.late from bench.party p join bench.circle g on g.joint = p.joint, bench.one o where g.reach = 'all' or p.kind = 'agency'
    union all select gen_random_uuid(), o.network, p.seat, p.organisation, p.at, true from bench.party p, bench.one o`,
  ],
  [
    '',
    `insert into cooperation.joint_party (id, owner, joint, member, organisation, name, country, kind, state, seat, invited_at, since) select p.id, o.network, p.joint, p.member, p.organisation, p.name, p.country, p.kind, 'in', p.seat, p.at, p.at from bench.party p, bench.one o`,
  ],
  [
    '',
    granting(
      `select 'joint-party' as kind, p.id as object, g.id as recipient, p.at as since from bench.party p join bench.circle g on g.joint = p.joint and g.late`,
    ),
  ],
  [
    '',
    granting(
      `select 'joint-case' as kind, g.joint as object, g.id as recipient, g.at as since from bench.circle g where g.reach = 'all' and g.late`,
    ),
  ],
  [
    '',
    `insert into cooperation.joint_file (id, owner, joint, code, state, at, ended_at) select gen_random_uuid(), p.organisation, p.joint, p.code, case when p.n % 3 = 0 then 'closed' else 'in' end, p.at, case when p.n % 3 = 0 then now() end from bench.party p`,
  ],
  [
    '',
    `create table bench.entry as select gen_random_uuid() as id, p.joint, p.organisation as owner, p.name, p.at + k * interval '1 day' as at, case when p.leads and k = 0 then 'brief' else (array['note', 'task', 'event'])[1 + k % 3] end as kind, k from bench.party p, generate_series(0, 9) k where k > 0 or p.leads`,
  ],
  [
    '',
    `insert into cooperation.joint_entry (id, owner, joint, kind, reach, late, tlp, by_name, by, at) select e.id, e.owner, e.joint, e.kind, 'all', true, 'amber', e.name, 'bench', e.at from bench.entry e`,
  ],
  [
    '',
    `insert into cooperation.joint_text (id, owner, title, text, written_at, sha256, ground, permitted, happened_at, due, task_state, task_at)
    select e.id, e.owner, 'Entry ' || e.k, repeat('What we know. ', 50), e.at, repeat('f', 64), case when e.kind = 'brief' then 'the act' end, case when e.kind = 'brief' then 'internally-visible' end, case when e.kind = 'event' then e.at end,
      case when e.kind = 'task' then e.at::date end, case when e.kind = 'task' then 'open' end, case when e.kind = 'task' then e.at end from bench.entry e`,
  ],
  [
    '',
    `insert into platform.access_grant (id, owner, recipient, kind, object, since) select gen_random_uuid(), e.owner, g.id, what, e.id, e.at from bench.entry e join bench.circle g on g.joint = e.joint and g.reach = 'all' and g.late, unnest(array['joint-entry', 'joint-text']) what`,
  ],
  [
    '',
    `insert into cooperation.joint_act (id, owner, joint, at, what, by_name, name) select gen_random_uuid(), o.network, p.joint, p.at, case when p.leads then 'opened' else 'joined' end, p.name, p.name from bench.party p, bench.one o`,
  ],
  [
    '',
    granting(
      `select 'joint-act' as kind, a.id as object, g.id as recipient, a.at as since from cooperation.joint_act a join bench.circle g on g.joint = a.joint and g.reach = 'all' and g.late`,
    ),
  ],
  [
    'techniques',
    `insert into cooperation.technique (id, owner, kind, name, made_at, made_by, changed_at) select gen_random_uuid(), o.agency, 'tokens', 'Technique ' || n, now(), 'bench', now() - n * interval '1 day' from bench.one o, generate_series(1, 200) n`,
  ],
  [
    '',
    `insert into cooperation.technique_version (id, owner, technique, number, description, content, sha256, entries, tlp, permitted, made_at, made_by)
    select gen_random_uuid(), t.owner, t.id, v, 'What it finds', repeat('token 1' || chr(10), 500), repeat('b', 64), 500, 'amber', 'internally-visible', now(), 'bench' from cooperation.technique t, generate_series(1, 4) v`,
  ],
]

const someIndicators = `(select jsonb_agg(jsonb_build_object('kind', 'domain', 'value', 'h' || k || '.example', 'reports', 5)) from generate_series(1, 20) k)`
