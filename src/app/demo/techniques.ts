import type { ShareWhole, TechniqueWhole } from '../../domain/cooperation/contract.ts'
import type { Cast, Member } from './members.ts'
import type { DemoNode } from './node.ts'
import type { Random } from './random.ts'
import { show } from './sharing.ts'

/** Detection techniques of all four kinds: kept, shared, taken over, run over own reports, and one called back. */

type Written = {
  readonly kind: 'rules' | 'yara' | 'indicators' | 'tokens'
  readonly name: string
  readonly about: string
  readonly text: string
  readonly later?: string
}

const written: readonly Written[] = [
  {
    kind: 'rules',
    name: 'Parcel fees by message',
    about: 'A fee below five, a day to pay it in, and a link that is not the courier’s.',
    text: 'rule "Fee for a parcel" {\n  any { subject contains ("parcel", "delivery") text contains ("parcel", "delivery") }\n  text contains ("fee", "customs")\n  links above 0\n}\n',
    later:
      'rule "Fee for a parcel" {\n  any { subject contains ("parcel", "delivery") text contains ("parcel", "delivery") }\n  text contains ("fee", "customs")\n  links above 0\n}\nrule "A day to pay in" { text contains ("within 24 hours", "today") links above 0 }\n',
  },
  {
    kind: 'indicators',
    name: 'Hosts of the savings kit',
    about: 'Seen in reports; each line was looked at by a person.',
    text: '# hosts of the kit\ndomain meridian-savings-secure.example\ndomain foxglove-delivery-fee.example\naddress 192.0.2.0/24\n',
    later:
      '# hosts of the kit\ndomain meridian-savings-secure.example\ndomain foxglove-delivery-fee.example\ndomain lantern-refund.example\naddress 192.0.2.0/24\naddress 203.0.113.0/24\n',
  },
  {
    kind: 'tokens',
    name: 'Words of account locks',
    about: 'Weights from four hundred messages in English. Words that newsletters use as well weigh less than nothing.',
    text: '@start -2\n@threshold 0.6\naccount 3\npassword 4\nlocked 5\nconfirm 3\ncard 2\nunsubscribe -4\n',
  },
  {
    kind: 'yara',
    name: 'Links with a number for each reader',
    about: 'The kit writes /v/ and seven digits after the host.',
    text: 'rule numbered_link {\n  meta:\n    description = "path of the kit"\n  strings:\n    $path = /\\/v\\/[0-9]{7}/\n  condition:\n    $path\n}\n',
  },
  {
    kind: 'rules',
    name: 'A brand in the name, another host in the address',
    about: 'Names of brands are those that desks have reports about.',
    text: 'rule "Savings" { from.name contains "savings" none { from.domain ends "savings.example" } }\nrule "Pay" { from.name contains "pay" none { from.domain ends "pay.example" } }\n',
  },
  {
    kind: 'tokens',
    name: 'Words of lotteries',
    about: 'A prize that nobody played for, and a fee to release it.',
    text: '@start -2\n@threshold 0.6\ncongratulations 4\nprize 5\nrelease 3\nfee 3\nbank 2\ncommittee 4\n',
  },
  {
    kind: 'indicators',
    name: 'Senders of refund messages',
    about: 'Addresses and hosts of one gateway.',
    text: 'domain lantern-refund.example\nsender service@lantern-refund.example\naddress 203.0.113.0/24\n',
  },
  {
    kind: 'yara',
    name: 'Sales pages with the green ground',
    about: 'One template, used by forty shops.',
    text: 'rule green_sale {\n  strings:\n    $ground = "bgcolor=\\"#eeffee\\"" nocase\n    $sale = "<h1>Sale</h1>" nocase\n  condition:\n    all of them\n}\n',
    later:
      'rule green_sale {\n  strings:\n    $ground = "bgcolor=\\"#eeffee\\"" nocase\n    $sale = "<h1>Sale</h1>" nocase\n    $tablets = "Tablets"\n  condition:\n    2 of them\n}\n',
  },
  {
    kind: 'rules',
    name: 'Pictures of passports wanted',
    about: 'Asks for a picture of an identity paper by a link.',
    text: 'rule "Passport" { text contains ("passport", "identity card") text contains ("upload", "picture") links above 0 }\n',
  },
  {
    kind: 'yara',
    name: 'Table of the delivery kit',
    about: 'Too wide, as it turned out: two newsletters have the same table.',
    text: 'rule delivery_table {\n  strings:\n    $table = "<table width=\\"600\\">"\n  condition:\n    $table\n}\n',
  },
  {
    kind: 'tokens',
    name: 'Words of sales without prescription',
    about: 'Weights from two hundred messages; tried on a month of newsletters.',
    text: '@start -2\n@threshold 0.6\nprescription 5\ntablets 4\nfree 1\ndelivery 1\nprice 2\n',
  },
  {
    kind: 'indicators',
    name: 'Prize pages of one network',
    about: 'All hosts of it were asked to act; eleven did.',
    text: 'domain tamarind-prize.example\ndomain saltmarsh-pills.example\naddress 198.51.100.0/24\n',
  },
]

/** A technique with the share that shows it. */
export type Kept = { readonly id: string; readonly number: number; readonly maker: Member; readonly share: string; readonly copy: string }

const versionOf = ({ about, text }: Pick<Written, 'about' | 'text'>) => ({
  description: about,
  text,
  tlp: 'green',
  permitted: 'internally-visible',
})

/** An agency keeps a technique, says what it came to, adds a version to some, and shows it to all agencies. */
export async function keepTechnique(node: DemoNode, { agencies, random }: Cast, number: number): Promise<Kept> {
  const maker = agencies[number % Math.min(6, agencies.length)]
  const one = written[number % written.length]
  if (maker === undefined || one === undefined) throw new Error('there is no such technique')
  const first = { kind: one.kind, name: one.name, ...versionOf(one) }
  const { id } = await node.call<TechniqueWhole>(maker.who, 'POST', '/api/techniques', first)
  await stateResult(node, maker, id, random)
  if (one.later !== undefined) {
    const second = { name: one.name, ...versionOf({ ...one, text: one.later }) }
    await node.call(maker.who, 'POST', `/api/techniques/${id}/versions`, second)
    await stateResult(node, maker, id, random)
  }
  const share = await show(node, maker, {
    object: { kind: 'technique', id },
    to: [{ kind: 'agencies' }],
    tlp: number % 2 === 0 ? 'green' : 'amber',
    purpose: 'To find the same elsewhere, and to hear where it fails',
  })
  const { copy } = await node.call<ShareWhole>(maker.who, 'GET', `/api/shares/${share}`)
  return { id, number, maker, share, copy }
}

async function stateResult(node: DemoNode, { who }: Member, id: string, random: Random): Promise<void> {
  const [unwanted, wanted] = [random.between(180, 420), random.between(200, 900)]
  await node.call(who, 'POST', `/api/techniques/${id}/results`, {
    corpus: 'Reports of a quarter, and newsletters that readers asked for',
    unwanted,
    wanted,
    truePositives: Math.round(unwanted * (0.55 + random.unit() * 0.35)),
    falsePositives: random.between(0, 6),
    measuredOn: node.ctx.now().toISOString().slice(0, 10),
    measuredBy: 'Analysts of the desk',
  })
}

/** Desks hold what others and they themselves made against their own reports; some take it over for good. One is called back, and not everybody says that it is gone. */
export async function tryTechniques(node: DemoNode, desks: readonly Member[], kept: readonly Kept[]): Promise<void> {
  const period = { since: new Date(node.ctx.now().getTime() - 180 * 86_400_000).toISOString(), until: node.ctx.now().toISOString() }
  for (const [at, desk] of desks.filter(({ kind }) => kind === 'agency').entries())
    for (const { id, copy, maker, number } of kept.filter(({ maker, number }) => maker === desk || (number + at) % 2 === 1)) {
      const own = maker === desk
      if (!own) await node.call(desk.who, 'GET', `/api/shared/${copy}`)
      const taken = own ? id : number % 4 < 2 ? (await node.call<TechniqueWhole>(desk.who, 'POST', `/api/shared/${copy}/adopt`)).id : null
      await node.call(desk.who, 'POST', '/api/technique-runs', { ...(taken === null ? { copy } : { technique: taken }), ...period })
      await node.rest()
    }
}
