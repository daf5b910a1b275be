import type { Node } from './node.ts'

// Rows are made by SQL from the number of a report, spread over two years: some countries, networks, languages and brands are frequent and most are rare; 25
// reports in a row are a campaign, but one of fifty campaigns goes on for 2,500.

/** reports that one statement makes */
const together = 50_000

const made = `
  create or replace function bench_id(bigint) returns uuid language sql immutable as $$ select ('01900000-' || lpad(to_hex($1 >> 16 & 65535), 4, '0') || '-7' || lpad(to_hex($1 & 4095), 3, '0') || '-8000-' || lpad(to_hex($1), 12, '0'))::uuid $$;
  create or replace function bench_campaign(bigint) returns uuid language sql immutable as $$ select ('01910000-0000-7000-9000-' || lpad(to_hex(case when $1 / 2500 % 2 = 0 then $1 / 25 else $1 / 2500 + 1000000000 end), 12, '0'))::uuid $$;
  create or replace function bench_case(bigint) returns uuid language sql immutable as $$ select ('01920000-0000-7000-a000-' || lpad(to_hex($1), 12, '0'))::uuid $$;
  create or replace function bench_action(bigint) returns uuid language sql immutable as $$ select ('01930000-0000-7000-a000-' || lpad(to_hex($1), 12, '0'))::uuid $$;
  create or replace function bench_thing(bigint) returns uuid language sql immutable as $$ select ('01940000-0000-7000-a000-' || lpad(to_hex($1), 12, '0'))::uuid $$;
  -- 0 to most - 1, the first far more often than the last
  create or replace function bench_few(n bigint, salt int, most int) returns int language sql immutable as $$
    select floor(most * power(abs(hashint8(n * 31 + salt)::bigint) / 2147483649.0, 4))::int $$;`

const at = `date_trunc('milliseconds', now() - (($4::bigint - n) * (interval '730 days' / $4::bigint)))`

async function fillReadings(node: Node, from: number, to: number, all: number): Promise<void> {
  const given = [node.organisation, from, to, all]
  await node.query(
    `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at, read_at, state, form, reporter_address, item)
      select bench_id(n), $1::uuid, 'R-' || n, c.ids[1 + bench_few(n, 1, 4)], md5(n::text), 5000, 's' || n, 't' || n, ${at}, ${at},
        case when n % 200 = 0 then 'withdrawn' when n > $4::bigint - 20 then 'received' else 'analysed' end, 'message', 'r' || bench_few(n, 2, 5000) || '@citizen.example', bench_id(n)
      from generate_series($2::bigint, $3::bigint - 1) n, (select array_agg(id order by name) as ids from intake.channel where owner = $1::uuid) c`,
    given,
  )
  await node.query(
    `insert into analysis.summary (report, owner, received_at, title, from_address, origin_ip, country, asn, network, language, severity, findings, links, attachments,
        spf, dkim, dmarc, arc, analyser, analysed_at, verdict, unwanted)
      select bench_id(n), $1::uuid, ${at}, 'Subject of ' || n / 25, 'a' || n || '@bad.example', '192.0.2.1',
        (array['CN','US','RU','BR','IN','VN','DE','FR','NL','GB','SG','JP','KR','TW','ZA','NG','TR','UA','PL','ES','IT','CA','AU','MX','AR','ID','TH','MY','PH','EG'])[1 + bench_few(n, 3, 30)],
        64496 + bench_few(n, 4, 3000), 'Network ' || bench_few(n, 4, 3000), (array['en','zh','ar','fr','es','ru','pt','de','ja','ko','it','tr','vi','id','th'])[1 + bench_few(n, 5, 15)],
        (array['low','medium','high','info','none'])[1 + bench_few(n, 6, 5)], 2, 2, 1, 'pass', 'none', 'none', 'none', 'bench', now(),
        case when n % 40 = 0 then null else (array['spam','phishing','scam','marketing','malware','legitimate','unknown','bounce'])[1 + bench_few(n, 7, 8)] end, 0.9
      from generate_series($2::bigint, $3::bigint - 1) n where n <= $4::bigint - 20`,
    given,
  )
  await node.query(
    `insert into analysis.indicator (report, owner, kind, value)
      select bench_id(n), $1::uuid, k.kind, case k.kind when 'brand' then 'Brand ' || bench_few(n, 8, 300) when 'address' then '192.0.2.' || n % 250
          when 'sender' then 'a' || n || '@bad.example' when 'subject' then 'Subject of ' || n / 25 else k.kind || n / 25 || '.example' end
      from generate_series($2::bigint, $3::bigint - 1) n, unnest(array['url', 'domain', 'host', 'address', 'sender', 'subject', 'brand']) k (kind)
      where k.kind <> 'brand' or n % 3 = 0`,
    given.slice(0, 3),
  )
  await node.query(
    `insert into analysis.finding (id, owner, report, code, severity)
      select gen_random_uuid(), $1::uuid, bench_id(n), 'bench.code-' || bench_few(n * 2 + i, 9, 60), 'low' from generate_series($2::bigint, $3::bigint - 1) n, generate_series(0, 1) i`,
    given.slice(0, 3),
  )
  await node.query(
    `insert into analysis.search_text (report, owner, received_at, tokens)
      select bench_id(n), $1::uuid, ${at}, array_to_tsvector((select array_agg(distinct 'w' || bench_few(n * 16 + i, 10, 20000)) from generate_series(0, 15) i) || array['r' || n, 'subject'])
      from generate_series($2::bigint, $3::bigint - 1) n`,
    given,
  )
  await node.query(
    `insert into analysis.campaign (id, owner, title, state, kind, brand, first_at, last_at, reports, told, made_by, created_at)
      select bench_campaign(n), $1::uuid, 'Subject of ' || min(n) / 25, case when max(n) > $4::bigint - 30000 then 'growing' else 'silent' end, 'spam', 'Brand ' || min(n) % 300,
        min(${at}), max(${at}), count(*), 20, 'machine', min(${at}) from generate_series($2::bigint, $3::bigint - 1) n group by 1
      on conflict (id) do update set reports = campaign.reports + excluded.reports, last_at = excluded.last_at`,
    given,
  )
  await node.query(
    `insert into analysis.membership (report, owner, campaign, received_at, placed_by, at)
      select bench_id(n), $1::uuid, bench_campaign(n), ${at}, 'machine', now() from generate_series($2::bigint, $3::bigint - 1) n`,
    given,
  )
  await node.query(
    `insert into analysis.campaign_hour (campaign, owner, hour, reports)
      select bench_campaign(n), $1::uuid, date_trunc('hour', ${at}), count(*) from generate_series($2::bigint, $3::bigint - 1) n group by 1, 2, 3
      on conflict (campaign, hour) do update set reports = campaign_hour.reports + excluded.reports`,
    given,
  )
}

/** What every report leaves behind besides: its original, a line of the audit, and the acknowledgement. */
async function fillBeside(node: Node, from: number, to: number, all: number): Promise<void> {
  const given = [node.organisation, from, to, all]
  await node.query(
    `insert into evidence.item (id, owner, root, origin, sha256, size, media_type, received_at, recorded_at)
      select bench_id(n), $1::uuid, bench_id(n), 'received', encode(sha256(n::text::bytea), 'hex'), 5000, 'message/rfc822', ${at}, ${at}
      from generate_series($2::bigint, $3::bigint - 1) n`,
    given,
  )
  await node.query(
    `insert into platform.audit (id, owner, at, actor_kind, actor, action, subject, detail)
      select gen_random_uuid(), $1::uuid, ${at}, 'system', 'bench', 'analysis.analysed', bench_id(n)::text, '{}' from generate_series($2::bigint, $3::bigint - 1) n`,
    given,
  )
  await node.query(
    `insert into platform.outgoing_mail (id, owner, kind, about, sender, recipient, title, message, state, created_at)
      select gen_random_uuid(), $1::uuid, 'acknowledgement', bench_id(n), 'report@tocsin.example', 'r' || n || '@citizen.example', 'Thank you', '\\x00',
        case when n % 5000 = 0 then 'held' else 'sent' end, ${at} from generate_series($2::bigint, $3::bigint - 1) n`,
    given,
  )
}

/** Reports with what was read in them, their indicators, findings, words, campaigns and hours. */
export async function fillReports(node: Node, count: number, say: (line: string) => void): Promise<void> {
  await node.query(made)
  await node.query(
    `insert into intake.channel (id, owner, kind, name, token, created_at) select gen_random_uuid(), $1::uuid, kind, name, token, now()
      from (values ('mail', 'report@', 'a'), ('http', 'http', null), ('console', 'console', null), ('public', 'public', null)) c (kind, name, token)`,
    [node.organisation],
  )
  for (let from = 0; from < count; from += together) {
    const to = Math.min(count, from + together)
    await fillReadings(node, from, to, count)
    await fillBeside(node, from, to, count)
    say(`${to} reports`)
  }
}
