import type { OrganisationId } from '../../src/base/id.ts'
import type { Bench } from './bench.ts'

// Rows are made by SQL from the number of a report (steps are multiples of 25): 25 reports in a row are a campaign and share 15 marks; each has 10 of its own, and 15 of a pool of 2,000
// in which the first are in most reports, as forms of headers and great places are.

const setUp = `
  create or replace function bench_key(c bigint, i integer) returns bigint language sql immutable as $$ select hashint8extended(c * 16 + i, 7) $$;
  create or replace function bench_id(bigint) returns uuid language sql immutable as $$ select ('01900000-' || lpad(to_hex($1 >> 16 & 65535), 4, '0') || '-7' || lpad(to_hex($1 & 4095), 3, '0') || '-8000-' || lpad(to_hex($1), 12, '0'))::uuid $$;
  create or replace function bench_campaign(bigint) returns uuid language sql immutable as $$ select ('01910000-0000-7000-9000-' || lpad(to_hex($1 / 25), 12, '0'))::uuid $$;`

const inCampaign = 'bench_key(n / 25, i)'
const own = 'hashint8extended(n * 64 + i, 8)'
const inPool = 'hashint8extended(floor(2000 * power(abs(hashint8(n * 64 + i)) / 2147483648.0::float8, 3))::bigint, 9)'
const keysOf = `(select array_agg(case when i < 15 then ${inCampaign} when i < 25 then ${own} else ${inPool} end order by i) from generate_series(0, 39) i)`

/** rows of signatures that one statement makes: the postings of more would not be sorted in memory */
const slice = 500_000

/** Signatures and postings of reports from ... to, without the reports; `onSlice` hears how far it is. */
export async function fillSignatures(
  room: Bench,
  owner: OrganisationId,
  from: number,
  to: number,
  onSlice: (done: number) => void = () => {},
): Promise<void> {
  await room.query(setUp)
  await room.query(
    `insert into intake.channel (id, owner, kind, name, token, created_at) values (gen_random_uuid(), $1::uuid, 'mail', 'a', $1::text, now()) on conflict do nothing`,
    [owner],
  )
  // an index that grew with the rows made the eighth half million take 125 s, the first had taken 47
  await room.query('alter table analysis.posting drop constraint posting_pkey')
  await room.query('create unlogged table if not exists bench_pool (like analysis.posting)')
  for (let at = from; at < to; at += slice) {
    await fillSlice(room, owner, at, Math.min(to, at + slice))
    onSlice(Math.min(to, at + slice))
  }
  await room.query('alter table analysis.posting add constraint posting_pkey primary key (owner, key)')
  await room.query(
    `insert into analysis.posting (owner, key, reports, groups, latest)
      select owner, key, sum(reports), sum(groups), case when sum(groups) > 64 then '{}'
        else (select (array_agg(last))[1:32] from bench_pool same, unnest(same.latest) last where same.key = p.key) end
      from bench_pool p group by owner, key
      on conflict (owner, key) do update set reports = posting.reports + excluded.reports, groups = posting.groups + excluded.groups,
        latest = case when posting.groups + excluded.groups > 64 then '{}' else (excluded.latest || posting.latest)[1:32] end`,
  )
  await room.query('truncate bench_pool')
  await settleTables(room, ['analysis.signature', 'analysis.posting', 'analysis.placed'])
}

// by what is known of the keys, which an aggregate over all of them would take minutes to find out again
const into = '(owner, key, reports, groups, latest) select $1::uuid'
const kinds = `(select array_agg(case when i < 8 then 1 when i < 12 then 4 when i < 15 then 6 when i < 25 then 1 else 5 end::smallint order by i) from generate_series(0, 39) i)`
const statements = {
  signatures: `insert into analysis.signature (report, owner, received_at, kinds, keys, posted)
    select bench_id(n), $1::uuid, now() - make_interval(secs => 1e7 - n), ${kinds}, ${keysOf}, true from generate_series($2::bigint, $3::bigint - 1) n`,
  campaigns: `insert into analysis.posting ${into}, ${inCampaign}, 25, 1, latest
    from (select n, array(select bench_id(n + 24 - k) from generate_series(0, 3) k) as latest from generate_series($2::bigint, $3::bigint - 1, 25) n) c,
      generate_series(0, 14) i`,
  own: `insert into analysis.posting ${into}, ${own}, 1, 1, latest
    from (select n, array[bench_id(n)] as latest from generate_series($2::bigint, $3::bigint - 1) n offset 0) r, generate_series(15, 24) i`,
  pool: `insert into bench_pool ${into}, key, reports, groups, case when groups > 64 then '{}' else array(select bench_id(n) from unnest(latest) n) end
    from (select ${inPool} as key, count(*) as reports, count(distinct n / 25) as groups, (array_agg(n order by n desc))[1:4] as latest
      from generate_series($2::bigint, $3::bigint - 1) n, generate_series(25, 39) i group by 1)`,
}

/** On two connections, each half of the work. */
async function fillSlice(room: Bench, owner: OrganisationId, from: number, to: number): Promise<void> {
  const span = [owner, from, to]
  const others = async () => {
    for (const statement of [statements.signatures, statements.campaigns, statements.pool]) await room.query(statement, span)
  }
  await Promise.all([room.query(statements.own, span), others()])
  await room.query(
    `insert into analysis.placed (owner, reports, groups) values ($1, $2, $2::int / 25) on conflict (owner) do update set reports = excluded.reports, groups = excluded.groups`,
    [owner, to],
  )
}

/** What a database that filled in months has behind it: vacuumed, known to the planner, on the disk. */
async function settleTables(room: Bench, tables: readonly string[]): Promise<void> {
  await room.query(`vacuum (analyze) ${tables.join(', ')}`)
  await room.query('checkpoint')
}

/** The same with what a report is besides: its row, summary, ten indicators, and its campaign with members and hours. */
export async function fillReports(room: Bench, owner: OrganisationId, from: number, to: number): Promise<void> {
  await fillSignatures(room, owner, from, to)
  const span = [owner, from, to]
  await room.query(
    `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at, state, form)
      select bench_id(n), $1::uuid, 'R-' || n, c.id, md5(n::text), 5000, 's' || n, $1::text || n, now() - make_interval(secs => ($3 - n)), 'analysed', 'message'
      from generate_series($2::bigint, $3::bigint - 1) n, (select id from intake.channel where owner = $1::uuid limit 1) c`,
    span,
  )
  await room.query(
    `insert into analysis.summary (report, owner, received_at, title, country, network, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at, verdict)
      select bench_id(n), $1::uuid, now() - make_interval(secs => ($3 - n)), 'Subject of ' || n / 25, 'SG', 'Net ' || n % 500, 'low', 3, 2, 1, 'none', 'none', 'none', 'none', 'x', now(), 'spam'
      from generate_series($2::bigint, $3::bigint - 1) n`,
    span,
  )
  await room.query(
    `insert into analysis.indicator (report, owner, kind, value)
      select bench_id(n), $1::uuid, case when i < 3 then 'url' when i < 6 then 'domain' when i < 8 then 'sender' else 'address' end, 'v' || case when i % 2 = 0 then n / 25 else n end || '-' || i || '.example'
      from generate_series($2::bigint, $3::bigint - 1) n, generate_series(0, 9) i`,
    span,
  )
  await room.query(
    `insert into analysis.campaign (id, owner, title, state, first_at, last_at, reports, told, made_by, created_at)
      select bench_campaign(n), $1::uuid, 'Subject of ' || n / 25, 'growing', now(), now(), 25, 20, 'machine', now() from generate_series($2::bigint, $3::bigint - 1, 25) n
      on conflict do nothing`,
    span,
  )
  await room.query(
    `insert into analysis.membership (report, owner, campaign, received_at, placed_by, at)
      select bench_id(n), $1::uuid, bench_campaign(n), now() - make_interval(secs => ($3 - n)), 'machine', now() from generate_series($2::bigint, $3::bigint - 1) n`,
    span,
  )
  await room.query(
    `insert into analysis.campaign_hour (campaign, owner, hour, reports)
      select campaign, owner, date_trunc('hour', received_at), count(*) from analysis.membership where owner = $1::uuid and report >= bench_id($2) and report < bench_id($3)
      group by 1, 2, 3 on conflict (campaign, hour) do update set reports = campaign_hour.reports + excluded.reports`,
    span,
  )
  await settleTables(room, [
    'intake.report',
    'analysis.summary',
    'analysis.indicator',
    'analysis.campaign',
    'analysis.membership',
    'analysis.campaign_hour',
  ])
}
