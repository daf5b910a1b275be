import { countryCodes } from '../../src/formats/iso3166.ts'
import type { Node } from '../figures/node.ts'

/** How much of everything. */
export type Scale = { readonly agencies: number; readonly industry: number; readonly copies: number; readonly requests: number }

/** One statement that fills, and what it fills. */
export type Step = readonly [string, string]

/**
 * A table `bench.one` of one row with all that the other steps name: the network, its groups, and whose pages are asked for (`agency`, `industry`); and
 * `bench.member` of all members by their number in their kind.
 */
export async function layGround(node: Node, network: string, { agencies, industry }: Scale): Promise<void> {
  await node.query('create schema bench')
  await node.query('create table bench.country as select n::int, code from unnest($1::text[]) with ordinality c (code, n) where n <= 200', [
    countryCodes,
  ])
  await node.query(
    `create table bench.member as select n, kind, gen_random_uuid() as id, gen_random_uuid() as organisation, initcap(kind) || ' ' || lpad(n::text, 4, '0') as name,
      (select code from bench.country c where c.n = 1 + (k.n - 1) % 200) as country
    from (select 'agency' as kind, n from generate_series(1, $1::int) n union all select 'industry', n from generate_series(1, $2::int) n) k`,
    [agencies, industry],
  )
  await node.query('create index on bench.member (kind, n)')
  await node.query(
    `create table bench.one as select $1::uuid as network, $2::uuid as person,
      (select id from cooperation.sharing_group where standing = 'agencies') as agencies_group, (select id from cooperation.sharing_group where standing = 'industry') as industry_group,
      (select id from cooperation.sharing_group where standing = 'members') as members_group,
      (select organisation from bench.member where kind = 'agency' and n = 7) as agency, (select id from bench.member where kind = 'agency' and n = 7) as agency_card,
      (select organisation from bench.member where kind = 'industry' and n = 7) as industry, (select id from bench.member where kind = 'industry' and n = 7) as industry_card`,
    [network, node.person],
  )
}

/** Lets groups or organisations see what a query names: columns `kind`, `object`, `recipient`, `since`. */
export const granting = (query: string) => `insert into platform.access_grant (id, owner, recipient, kind, object, since)
  select gen_random_uuid(), o.network, g.recipient, g.kind, g.object, g.since from bench.one o cross join lateral (${query}) g`

const joined = `now() - interval '1000 days'`

export const memberSteps: readonly Step[] = [
  [
    'organisations',
    `insert into directory.organisation (id, code, name, kind, country, since) select organisation, kind || '-' || n, name, case kind when 'agency' then 'agency' else 'provider' end, country, ${joined} from bench.member`,
  ],
  [
    'who works for those whose pages are asked for',
    `insert into directory.membership (owner, person, role, since) select unnest(array[agency, industry]), person, 'administrator', ${joined} from bench.one`,
  ],
  [
    'their people',
    `create table bench.person as select gen_random_uuid() as id, m.organisation, m.kind, m.n, k from bench.member m, generate_series(1, 3) k`,
  ],
  [
    '',
    `insert into directory.person (id, email, name, locale, time_zone, since) select id, 'p' || k || '@' || kind || '-' || n || '.example', 'Person ' || n || ' ' || k, 'en', 'UTC', ${joined} from bench.person`,
  ],
  [
    '',
    `insert into directory.membership (owner, person, role, since) select organisation, id, (array['administrator', 'analyst', 'viewer'])[k], ${joined} from bench.person`,
  ],
  [
    'members',
    `insert into cooperation.member (id, owner, organisation, kind, category, name, country, legal_basis, laws, powers, languages, time_zone, hours, website, resources, public, state, joined_at, changed_at, changed_by)
    select m.id, o.network, m.organisation, m.kind,
      case when m.kind = 'industry' then (array['internet-provider', 'telecommunications', 'security-software', 'mobile-operator', 'domain-registrar'])[1 + m.n % 5] end,
      m.name, m.country, repeat('The act on unwanted communications gives it these powers. ', 12), array['anti-spam', 'consumer-protection', 'data-protection'], array['demand', 'inspect', 'fine', 'share-abroad'],
      array['en', 'fr'], 'UTC', 'Mo-Fr 9:00-17:00', 'https://member-' || m.n || '.example', array['AS' || (64500 + m.n % 1000), '192.0.2.0/24'], m.n % 2 = 0, 'member', ${joined}, now(), 'bench'
    from bench.member m, bench.one o`,
  ],
  ['', granting(`select 'member' as kind, id as object, o.members_group as recipient, ${joined} as since from bench.member`)],
  [
    'standing groups',
    `insert into platform.group_member (id, owner, "group", member, since, past)
    select gen_random_uuid(), o.network, g, m.organisation, ${joined}, true from bench.member m, bench.one o, unnest(array[o.members_group, case m.kind when 'agency' then o.agencies_group else o.industry_group end]) g`,
  ],
  [
    'contacts',
    `create table bench.contact as select gen_random_uuid() as id, m.id as member, m.organisation, m.kind, k, m.n, (array['agencies', 'members', 'public'])[1 + (m.n + k) % 3] as audience from bench.member m, generate_series(0, 2) k`,
  ],
  [
    '',
    `insert into cooperation.contact (id, owner, member, role, sector, unit, person, mail, phone, emergency, hours, languages, audience, consent_on, signed_on, signed_by, since, since_by, confirmed_at, confirmed_by, changed_at, changed_by)
    select c.id, o.network, c.member, case when c.k > 0 then 'staff' when c.kind = 'agency' then 'unit' else 'industry' end,
      case when c.k > 0 and c.kind = 'industry' then 'internet-provider' end, 'Unit ' || c.n, 'Person ' || c.n || ' ' || c.k, 'unit-' || c.k || '@' || c.kind || '-' || c.n || '.example', '+1 555 0100', '+1 555 0199',
      'Mo-Fr 9:00-17:00', array['en'], c.audience, case when c.k > 0 then current_date - 300 end, case when c.k = 0 then current_date - 300 end, case when c.k = 0 then 'Director' end,
      now() - interval '300 days', 'bench', now() - (c.n % 150) * interval '1 day', 'bench', now(), 'bench' from bench.contact c, bench.one o`,
  ],
  [
    '',
    granting(`select 'contact' as kind, c.id as object, r as recipient, now() - interval '300 days' as since from bench.contact c,
      unnest(array[c.organisation, case c.audience when 'agencies' then o.agencies_group else o.members_group end]) r`),
  ],
  [
    'tests of contacts',
    `insert into cooperation.contact_test (id, owner, contact, sent_at, sent_to, token_hash, due_at, result, settled_at, way)
    select gen_random_uuid(), o.network, c.id, now() - t.time * interval '90 days', 'unit@member.example', sha256(gen_random_uuid()::text::bytea), now() - t.time * interval '90 days' + interval '14 days',
      case when c.n % 9 = 0 then 'unanswered' else 'answered' end, now() - t.time * interval '90 days' + interval '2 days', case when c.n % 9 <> 0 then 'link' end
    from bench.contact c, bench.one o, generate_series(1, 8) as t (time)`,
  ],
  [
    'contacts of countries',
    `insert into cooperation.country_contact (id, owner, country, agency, proposed_by, proposed_at, state, stood_at)
    select gen_random_uuid(), o.network, m.country, m.id, m.id, ${joined}, 'standing', ${joined} from bench.member m, bench.one o where m.kind = 'agency' and m.n between 1 and 180`,
  ],
  [
    '',
    `insert into cooperation.country_signature (id, owner, naming, agency, said, at, by)
    select gen_random_uuid(), o.network, c.id, m.id, 'signed', ${joined}, 'bench' from cooperation.country_contact c join bench.member m on m.kind = 'agency' and m.country = c.country, bench.one o`,
  ],
  [
    '',
    granting(`select k as kind, c.id as object, case k when 'country-contact' then o.members_group else o.agencies_group end as recipient, ${joined} as since
      from cooperation.country_contact c, unnest(array['country-contact', 'country-signatures']) k`),
  ],
  [
    'answers to the three questions',
    `insert into cooperation.disclosure (id, owner, member, version, state, channel, address, languages, needs, emergency, changed_at, changed_by, published_at, published_by, superseded_at)
    select gen_random_uuid(), o.network, m.id, v, case v when 3 then 'in-force' else 'superseded' end, 'mail', 'legal@member.example', array['en'], array['reference', 'ground'], 'By phone', now(), 'bench', now(), 'bench', case when v < 3 then now() end
    from bench.member m, bench.one o, generate_series(1, 3) v where m.kind = 'industry'`,
  ],
  [
    '',
    `insert into cooperation.disclosure_line (disclosure, owner, category, asker, given, grounds, condition, days, kept_days, told)
    select d.id, d.owner, c, a, (array['yes', 'conditions', 'no'])[1 + (ascii(c) + ascii(a) + ('x' || left(d.id::text, 4))::bit(16)::int) % 3], array['production-order'], 'By the code of procedure', 10, 180, 'never'
    from cooperation.disclosure d, unnest(array['subscriber', 'traffic', 'payment', 'registration', 'content', 'logs']) c, unnest(array['domestic', 'foreign']) a`,
  ],
  [
    '',
    granting(
      `select 'disclosure' as kind, d.id as object, r as recipient, now() as since from cooperation.disclosure d join cooperation.member m on m.id = d.member, unnest(array[m.organisation, o.agencies_group]) r`,
    ),
  ],
  [
    'the instrument and who signed it',
    `insert into cooperation.edition (id, owner, kind, number, title, text, sha256, made_at, made_by, since, until)
    select gen_random_uuid(), o.network, 'instrument', v, 'Action plan', repeat('The participants intend to work together. ', 400), repeat('a', 64), ${joined}, 'bench', ${joined}, case when v < 3 then now() end from bench.one o, generate_series(1, 3) v`,
  ],
  [
    '',
    granting(
      `select 'edition' as kind, e.id as object, o.members_group as recipient, ${joined} as since from cooperation.edition e where e.kind = 'instrument'`,
    ),
  ],
  [
    '',
    `insert into cooperation.signature (id, owner, edition, member, name, signer, signed_on, recorded_at, recorded_by)
    select gen_random_uuid(), o.network, e.id, m.id, m.name, 'Director', current_date - 900, now(), 'bench' from cooperation.edition e, bench.member m, bench.one o where e.kind = 'instrument'`,
  ],
  [
    'proposals',
    `insert into cooperation.proposal (id, owner, kind, reason, state, proposed_at, proposed_by, procedures, audience, window_days, agencies_learn, noticed_at, closes_at, decided_at)
    select gen_random_uuid(), o.network, 'accession', 'It asked', case when n <= 5 then 'open' else 'accepted' end, now() - n * interval '2 days', 'bench', e.id, 'agencies', 14, 'number',
      now() - n * interval '2 days', now() + (14 - 2 * n) * interval '1 day' + interval '10 days', case when n > 5 then now() + (25 - 2 * n) * interval '1 day' end
    from bench.one o, generate_series(1, 300) n, (select id from cooperation.edition where kind = 'procedures' limit 1) e`,
  ],
  [
    '',
    `insert into cooperation.application (proposal, owner, member, kind, category, name, country, statement)
    select p.id, p.owner, m.id, m.kind, m.category, m.name, m.country, repeat('We want to act sooner. ', 20)
    from (select id, owner, row_number() over (order by id) as n from cooperation.proposal) p join (select *, row_number() over (order by id) as n from cooperation.member) m on m.n = p.n`,
  ],
  [
    '',
    granting(
      `select 'proposal' as kind, p.id as object, o.agencies_group as recipient, p.proposed_at as since from cooperation.proposal p`,
    ),
  ],
  [
    '',
    `insert into cooperation.objection (id, owner, proposal, member, at, by)
    select gen_random_uuid(), o.network, p.id, m.id, p.proposed_at, 'bench' from cooperation.proposal p, bench.one o, bench.member m where m.kind = 'agency' and m.n % 60 = 0`,
  ],
  [
    'what the network lets be known',
    `insert into cooperation.publicity (owner, directory, asking, introduction, changed_at, changed_by) select network, true, true, 'Who we are', now(), 'bench' from bench.one`,
  ],
]
