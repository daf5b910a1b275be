import type { Node } from './node.ts'

// The same for cases: by their number, over two years.

const opened = `(now() - (($2::bigint - n) * (interval '700 days' / $2::bigint)))`

/** Cases, a third of them worked on, with what belongs to each; notices of each and what became of them; and what waits for approval or left. */
export async function fillCases(node: Node, count: number): Promise<void> {
  await fillWork(node, count)
  await fillNotices(node, count)
  await fillLetters(node, count)
}

async function fillWork(node: Node, count: number): Promise<void> {
  const given = [node.organisation, count, node.person]
  await node.query(
    `insert into cases.case (id, owner, year, number, code, title, kind, state, assignee, opened_by, opened_how, opened_at, since, last_at, due_at, closed_at, closed_why, state_before,
        harm, rank, reports, campaigns, tasks_open, actions_open, replies_unread)
      select bench_case(n), $1::uuid, 2026, n, 'C-2026-' || lpad(n::text, greatest(4, length(n::text)), '0'), 'Case about Subject of ' || n, (array['phishing','scam','malware','spam','marketing','other'])[1 + bench_few(n, 20, 6)],
        case when n % 3 > 0 then 'closed' else (array['open','acting','waiting'])[1 + (n / 3) % 3] end, case when n % 60 = 0 then $3::uuid when n % 5 = 0 then null else bench_case(bench_few(n, 21, 20)) end,
        'triage', 'triage', ${opened}, ${opened}, ${opened} + interval '2 days', case when n % 7 = 0 then ${opened} + interval '30 days' end,
        case when n % 3 > 0 then ${opened} + interval '9 days' end, case when n % 3 > 0 then 'done' end, case when n % 3 > 0 then 'acting' end,
        bench_few(n, 22, 1000) / 10.0, bench_few(n, 22, 1000) * 4320000::bigint - floor(extract(epoch from ${opened}) * 1000)::bigint, 25, 1,
        case when n % 4 = 0 then 1 else 0 end, case when n % 50 = 0 then 1 else 0 end, case when n % 90 = 0 then 1 else 0 end
      from generate_series(1, $2::bigint) n`,
    given,
  )
  await node.query(
    `insert into cases.search_text ("case", owner, tokens)
      select bench_case(n), $1::uuid, array_to_tsvector((select array_agg(distinct 'w' || bench_few(n * 16 + i, 23, 5000)) from generate_series(0, 15) i) || array['case', 'subject'])
      from generate_series(1, $2::bigint) n`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into cases.entry (id, owner, "case", at, actor_kind, actor, what)
      select gen_random_uuid(), $1::uuid, bench_case(n), ${opened} + make_interval(hours => i), 'system', 'triage', 'opened' from generate_series(1, $2::bigint) n, generate_series(0, 4) i`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into cases.task (id, owner, "case", origin, title, state, assignee, due_at, created_by, created_at)
      select gen_random_uuid(), $1::uuid, bench_case(n), bench_case(n), 'Call about ' || n, case when n % 8 = 0 then 'open' else 'done' end, case when n % 40 = 0 then $3::uuid end,
        now() + make_interval(hours => (n % 200)::int - 100), 'system', ${opened} from generate_series(1, $2::bigint) n where n % 4 = 0`,
    given,
  )
  await node.query(
    `insert into cases.case_campaign (owner, campaign, "case", origin, name, reports, at, told_at, by_actor)
      select $1::uuid, k.id, bench_case(k.n), bench_case(k.n), 'campaign', 25, now(), now(), 'triage'
      from (select id, row_number() over (order by id) as n from analysis.campaign where owner = $1::uuid limit $2::bigint) k`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into cases.harm_input (id, owner, "case", name, value, source, by_actor, at)
      select gen_random_uuid(), $1::uuid, bench_case(n), k.name, to_jsonb(n % 100), 'machine', 'triage', ${opened}
      from generate_series(1, $2::bigint) n, unnest(array['people', 'money', 'reports', 'lastDay', 'countries']) k (name)`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into cases.case_party (id, owner, "case", origin, role, name, address, at, by_actor)
      select gen_random_uuid(), $1::uuid, bench_case(n), bench_case(n), k.role, 'Party ' || n % 900, 'abuse@net' || n % 500 || '.example', ${opened}, 'triage'
      from generate_series(1, $2::bigint) n, unnest(array['network', 'host']) k (role)`,
    given.slice(0, 2),
  )
}

/** A notice a case; each led to three looks at two things, half of which went, and two in five were answered. */
async function fillNotices(node: Node, count: number): Promise<void> {
  const given = [node.organisation, count]
  const sent = `(${opened} + interval '1 hour')`
  await node.query(
    `insert into cases.action (id, owner, "case", origin, kind, state, recipient_name, recipient_address, recipient_role, recipient_format, things, proposed_by, proposed_at,
        approved_by, approved_at, state_at, outcome)
      select bench_action(n), $1::uuid, bench_case(n), bench_case(n), 'notify', 'done', 'Network ' || bench_few(n, 30, 3000), 'abuse@net' || bench_few(n, 30, 3000) || '.example',
        (array['network', 'host', 'registrar', 'cert'])[1 + n % 4], 'xarf', jsonb_build_array(jsonb_build_object('kind', 'domain', 'value', 'domain' || n || '.example')), 'triage', ${opened},
        'ann', ${sent}, ${sent}, 'sent' from generate_series(1, $2::bigint) n`,
    given,
  )
  await node.query(
    `insert into cases.outcome (id, owner, action, "case", kind, at, by_actor)
      select gen_random_uuid(), $1::uuid, bench_action(n), bench_case(n), k.kind, ${sent} + k.later, 'cooperation'
      from generate_series(1, $2::bigint) n, (values ('sent', interval '0'), ('answered', interval '20 hours')) k (kind, later) where k.kind = 'sent' or n % 5 < 2`,
    given,
  )
  await node.query(
    `insert into cases.lookback (action, owner, begun_at, sent_at, replied_at, first_report_at, last_report_at, reports_since, gone_at, silent_at, looked_at, looks, next_at, ended_why)
      select bench_action(n), $1::uuid, ${opened}, ${sent}, case when n % 5 < 2 then ${sent} + make_interval(mins => bench_few(n, 31, 20000)) end, ${opened} - interval '2 hours',
        least(now(), ${sent} + make_interval(hours => bench_few(n, 32, 900))), (n % 30)::int, case when n % 4 = 0 then ${sent} + make_interval(mins => bench_few(n, 33, 40000)) end,
        case when n % 3 > 0 then ${sent} + make_interval(hours => bench_few(n, 32, 900)) end, least(now(), ${sent} + interval '60 days'), 3, null, case when n % 3 > 0 then 'settled' else 'over' end
      from generate_series(1, $2::bigint) n`,
    given,
  )
  await node.query(
    `insert into cases.lookback_thing (id, owner, action, digest, network, network_name, host, registrar, country, seen_at, gone_at, gone_sure, found, looked_at)
      select bench_thing(n * 2 + i), $1::uuid, bench_action(n), encode(sha256((n * 2 + i)::text::bytea), 'hex'), 'AS' || 64496 + bench_few(n + i, 34, 3000), 'Network ' || bench_few(n + i, 34, 3000),
        'Host ' || bench_few(n, 35, 2000), 'Registrar ' || bench_few(n, 36, 200), (array['CN','US','RU','BR','IN','VN','DE','FR','NL','GB','SG','JP'])[1 + bench_few(n + i, 37, 12)], ${opened},
        case when n % 2 = 0 then ${sent} + make_interval(mins => bench_few(n, 33, 40000)) end, n % 2 = 0, case when n % 2 = 0 then 'gone' else 'answers' end, ${sent} + interval '40 days'
      from generate_series(1, $2::bigint) n, generate_series(0, 1) i`,
    given,
  )
  await node.query(
    `insert into cases.look (id, owner, action, thing, at, actor_kind, actor, what, found)
      select gen_random_uuid(), $1::uuid, bench_action(n), bench_thing(n * 2), ${sent} + make_interval(days => i), 'system', 'look-back', 'thing', 'answers'
      from generate_series(1, $2::bigint) n, generate_series(0, 2) i`,
    given,
  )
}

/** What waits for approval or left, what was answered, and whom one knows. */
async function fillLetters(node: Node, count: number): Promise<void> {
  const given = [node.organisation, count, node.person]
  await node.query(
    `insert into cooperation.release (id, owner, kind, in_case, object_kind, object, recipient_kind, recipient, purpose, ground, state, title, media_type, sha256, size, created_at, created_by, decided_at, decided_by, settled_at)
      select gen_random_uuid(), $1::uuid, 'notify', bench_case(n), 'case', bench_case(n), 'address', 'abuse@net' || n % 500 || '.example', 'notify', 'interest', case when n % 100 = 0 then 'draft' else 'delivered' end,
        'Notice about ' || n, 'message/rfc822', repeat('0', 64), 3000, ${opened}, 'system', case when n % 100 > 0 then ${opened} end, case when n % 100 > 0 then 'ann' end, case when n % 100 > 0 then ${opened} end
      from generate_series(1, $2::bigint) n where n % 2 = 0`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into intake.thread (id, owner, about_kind, about, token_hash, correspondent, sameness, created_at)
      select bench_case(n), $1::uuid, 'case', bench_case(n), 't' || n, 'abuse@net' || n % 500 || '.example', 's' || n, ${opened} from generate_series(1, $2::bigint) n where n % 5 < 2`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into intake.reply (id, owner, thread, item, sha256, size, sameness, state, sender, settled_at, from_address, subject, text, received_at)
      select gen_random_uuid(), $1::uuid, bench_case(n), bench_case(n), md5(n::text), 3000, 's' || n, case when n % 90 = 0 then 'unread' else 'read' end, 'abuse@net' || n % 500 || '.example',
        ${opened}, 'abuse@net' || n % 500 || '.example', 'Re: notice', repeat('We have looked into it. ', 20), ${opened} + interval '20 hours' from generate_series(1, $2::bigint) n where n % 5 < 2`,
    given.slice(0, 2),
  )
  await node.query(
    `insert into directory.notice (id, owner, person, kind, subject, at, read_at)
      select gen_random_uuid(), $1::uuid, $3::uuid, 'cases.assigned', bench_case(n)::text, ${opened}, case when n % 20 > 0 then ${opened} end from generate_series(1, $2::bigint) n where n % 10 = 0`,
    given,
  )
  await node.query(
    `insert into directory.party (id, owner, kind, name, country, reference, source, since, changed_at)
      select gen_random_uuid(), $1::uuid, case when n % 3 = 0 then 'network' else 'customer' end, 'Party ' || n, 'SG', 'K' || n, 'import', ${opened}, ${opened} from generate_series(1, $2::bigint) n`,
    given.slice(0, 2),
  )
}
