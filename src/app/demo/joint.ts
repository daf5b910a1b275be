import type { JointEntry, JointWhole } from '../../domain/cooperation/contract.ts'
import type { Cast, Member } from './members.ts'
import type { DemoNode } from './node.ts'
import { show } from './sharing.ts'

/** Joint cases: agencies of several countries and companies that they ask in, each with what it gave. */

type Matter = { readonly title: string; readonly text: string; readonly seen: string; readonly known: string; readonly held: string }

const matters: readonly Matter[] = [
  {
    title: 'Parcel fees in eleven languages',
    text: 'One kit, one payment page, messages in the language of each country. We want its hosts and whoever cashes in.',
    seen: 'The payment page moves every nine days, always on a Tuesday, to the next of three hosts.',
    known: 'Whoever pays is asked for a code from the bank within two minutes: somebody sits there and waits.',
    held: 'Of our customers 212 were written to; 9 opened the page from our network.',
  },
  {
    title: 'Calls in the name of banks through one exchange',
    text: 'Forged numbers of savings banks, handed over by one exchange that does not say from whom it has them.',
    seen: 'All calls end after 40 seconds unless somebody speaks: an automaton asks first.',
    known: 'The exchange has an agreement with a company that was entered in the register last autumn.',
    held: 'We can mark such calls from Monday on; logs are kept for ninety days.',
  },
  {
    title: 'Premium diallers behind a lottery',
    text: 'The prize is a programme for the telephone that calls numbers at four a minute.',
    seen: 'The programme asks for the right to make calls and hides its picture after the first start.',
    known: 'The numbers were rented by three companies with one address.',
    held: 'We stopped paying out for these numbers on the day on which you wrote.',
  },
  {
    title: 'Tablets without prescription: one affiliate scheme',
    text: 'Forty shops, one back office. The shops are advertised by mail that is sent from rented servers.',
    seen: 'All shops answer with the same header line, and with the same spelling mistake on the page of terms.',
    known: 'Affiliates are paid by the week; the list of accounts lies with one processor.',
    held: 'Two of the accounts were ours. They are closed, and what was in them is kept.',
  },
  {
    title: 'Proxies rented out of home routers',
    text: 'Routers of one make are entered by an old password and rented out by the hour.',
    seen: 'The offer names cities, so the sellers know where each router stands.',
    known: 'Control goes over four names that are renewed on the first of each month.',
    held: 'Some 3,100 of our customers have that router; 40 were written to so far.',
  },
  {
    title: 'Refunds promised by text message',
    text: 'Messages through gateways that take any sender name. The page asks for card and code.',
    seen: 'The sender name changes with the brand, the gateway does not.',
    known: 'Credit for the gateway is bought with vouchers from kiosks in two cities.',
    held: 'The gateway was given notice; it has let names be checked since last week.',
  },
  {
    title: 'False support windows in browsers',
    text: 'Advertisements open a window that fills the screen and names a number to call.',
    seen: 'The window asks for the language of the browser and has a number for each of nine.',
    known: 'The numbers lead to one centre that works from 8 to 20, Mondays to Saturdays.',
    held: 'We refuse advertisements that lead there: 61 in this month.',
  },
  {
    title: 'Pictures of passports collected for accounts',
    text: 'A form pretends to verify customers. The pictures are used to open accounts elsewhere.',
    seen: 'The form takes pictures alone and says afterwards that it failed, so people try twice.',
    known: 'Accounts were opened in three countries within two days of the pictures.',
    held: 'We found 17 accounts that were opened by such pictures and froze them.',
  },
  {
    title: 'Spyware sold as a keyboard',
    text: 'A keyboard for telephones that sends what is typed. It came into three shops under different names.',
    seen: 'What is typed goes out at night, over the home network, in parts of ten kilobytes.',
    known: 'The three makers share a certificate.',
    held: 'All three are taken out of the shop. We know how often each was loaded.',
  },
  {
    title: 'Forged invoices to small companies',
    text: 'Invoices with a true supplier and a new account number. Mailboxes were entered before.',
    seen: 'Rules in the entered mailboxes move answers of the supplier to a folder that nobody opens.',
    known: 'The accounts are opened by people who were hired for it through an advertisement.',
    held: 'A warning is shown now when an account number differs from the last one.',
  },
]

/** A joint case of the story. */
export type Joint = {
  readonly id: string
  /** which one it is, from 0 */
  readonly number: number
  /** the quarter in which it was opened */
  readonly opened: number
  lead: Member
  readonly partners: Member[]
  readonly companies: readonly Member[]
}

const matterOf = (number: number): Matter => {
  const matter = matters[number % matters.length]
  if (matter === undefined) throw new Error('there is no such matter')
  return matter
}

/** Those agencies after the lead that are of other countries, each of another; those who can sign in afterwards are in every second one. */
function partnersOf(lead: Member, agencies: readonly Member[], number: number): Member[] {
  const [first, second] = agencies
  const wanted = [
    number % 2 === 0 ? first : second,
    ...(number % 3 === 1 ? [first] : []),
    ...agencies.map((_, at) => agencies[(number + 1 + at * 3) % agencies.length]),
  ]
  const chosen: Member[] = []
  for (const one of wanted) if (one !== undefined && ![lead, ...chosen].some(({ country }) => country === one.country)) chosen.push(one)
  return chosen.slice(0, 3 + (number % 3))
}

const inside = (node: DemoNode, who: Member, id: string) => node.call<JointWhole>(who.who, 'GET', `/api/joint-cases/${id}`)
const give = (node: DemoNode, who: Member, id: string, entry: object) =>
  node.call<JointEntry>(who.who, 'POST', `/api/joint-cases/${id}/entries`, {
    kind: 'note',
    reach: 'agencies',
    late: true,
    tlp: 'amber',
    ...entry,
  })

/** An agency opens a joint case, says what it has, and asks others in; most come. */
export async function openJoint(node: DemoNode, { agencies, industry, random }: Cast, number: number, opened: number): Promise<Joint> {
  const lead = agencies[number % agencies.length]
  if (lead === undefined) throw new Error('nobody leads')
  const matter = matterOf(number)
  const partners = partnersOf(lead, agencies, number)
  const companies = [
    ...new Set([industry[number % 3 === 0 ? 0 : number % industry.length], industry[(number + 2) % industry.length]]),
  ].filter((one) => one !== undefined)
  // half of them come out of a case of the lead's own
  const own =
    number % 2 === 0
      ? await node.call<{ id: string }>(lead.who, 'POST', '/api/cases', { title: `${matter.title}: what we have`, kind: 'phishing' })
      : null
  const { id } = await node.call<JointWhole>(lead.who, 'POST', '/api/joint-cases', {
    title: matter.title,
    text: matter.text,
    ground: lead.legalBasis,
    permitted: 'internally-visible',
    tlp: 'amber',
    case: own?.id ?? null,
  })
  await give(node, lead, id, { kind: 'event', reach: 'all', title: 'First complaints', text: matter.seen, happenedAt: daysAgo(node, 12) })
  const asked = [...partners, ...companies]
  await node.call(lead.who, 'POST', `/api/joint-cases/${id}/invitations`, { members: asked.map((one) => one.id) })
  // one of the larger ones is declined, one of the later ones not answered yet
  const declines = number % 4 === 1 && partners.length > 2 ? partners.at(-1) : undefined
  const silent = number % 4 === 3 ? companies.at(-1) : undefined
  const came = asked.filter((one) => one !== declines && one !== silent)
  for (const one of came) await node.call(one.who, 'POST', `/api/joint-cases/${id}/answer`, { accept: true })
  if (declines !== undefined) await node.call(declines.who, 'POST', `/api/joint-cases/${id}/answer`, { accept: false })
  const { parties, groups } = await inside(node, lead, id)
  const [partner] = partners
  const assignee = parties.find(({ member }) => member === partner?.id)?.id ?? null
  await give(node, lead, id, {
    kind: 'task',
    title: 'Ask the host for its customer',
    text: 'With the order of your own law; we sent the moments in UTC.',
    due: daysAgo(node, -random.between(14, 40)).slice(0, 10),
    assignee,
  })
  await showTo(node, lead, groups, 'agencies', { title: `${matter.title}: state of the inquiry`, text: `${matter.seen} ${matter.known}` })
  return {
    id,
    number,
    opened,
    lead,
    partners: partners.filter((one) => came.includes(one)),
    companies: companies.filter((one) => came.includes(one)),
  }
}

/** Shows a document to the parties by the case's own group, and to whoever joins later. */
async function showTo(
  node: DemoNode,
  by: Member,
  groups: JointWhole['groups'],
  reach: 'agencies' | 'all',
  { title, text }: { readonly title: string; readonly text: string },
): Promise<void> {
  const group = groups.find((one) => one.reach === reach && one.late)?.id
  if (group === undefined) throw new Error(`no group of ${reach} to show something to`)
  await show(node, by, {
    object: { kind: 'document', title, language: 'en', text },
    to: [{ kind: 'group', value: group }],
    tlp: 'amber',
    purpose: 'For the joint case',
  })
}

/** The parties work on it in its first weeks: each gives something of its own, tasks are done, and one by one the other things that happen. */
export async function workJoint(node: DemoNode, joint: Joint): Promise<void> {
  const { id, number, lead, partners, companies } = joint
  const matter = matterOf(number)
  const [partner, other] = partners
  const [company] = companies
  const path = `/api/joint-cases/${id}`
  if (partner !== undefined) {
    await give(node, partner, id, { title: 'What stands behind it', text: matter.known })
    const { items } = await node.call<{ items: JointEntry[] }>(partner.who, 'GET', `${path}/entries?kind=task`)
    for (const task of items.filter(({ may }) => may.move))
      await node.call(partner.who, 'POST', `/api/joint-entries/${task.id}/task`, { state: number % 3 === 0 ? 'done' : 'under-way' })
  }
  if (company !== undefined) {
    await give(node, company, id, { title: 'What we see in our network', text: matter.held, reach: 'all' })
    const { groups } = await inside(node, company, id)
    await showTo(node, company, groups, 'agencies', {
      title: 'Counts by day, from our logs',
      text: `${matter.held} Days are UTC; addresses are left out.`,
    })
    const { parties } = await inside(node, lead, id)
    const seat = parties.find(({ member }) => member === company.id)?.id
    await give(node, lead, id, {
      kind: 'task',
      title: 'Keep the logs of these days',
      text: 'We send the order by way of the authority of your country.',
      reach: 'chosen',
      chosen: [seat],
      assignee: seat,
    })
  }
  if (other !== undefined)
    await give(node, other, id, {
      title: 'Asked at home',
      text: 'Two complaints in our register are about the same; they are added to ours.',
    })
  if (number % 3 === 2 && other !== undefined) {
    const { id: wrong } = await give(node, other, id, { title: 'Name of the operator', text: 'As the register says; to be checked.' })
    await node.call(other.who, 'POST', `/api/joint-entries/${wrong}/take-back`)
  }
  if (number % 3 === 1 && partner !== undefined) await moveLead(node, joint, partner)
}

async function moveLead(node: DemoNode, joint: Joint, to: Member): Promise<void> {
  const path = `/api/joint-cases/${joint.id}`
  const { parties } = await inside(node, joint.lead, joint.id)
  await node.call(joint.lead.who, 'POST', `${path}/lead`, { party: parties.find(({ member }) => member === to.id)?.id })
  await node.call(to.who, 'POST', `${path}/lead/answer`, { accept: true })
  joint.partners.splice(joint.partners.indexOf(to), 1, joint.lead)
  joint.lead = to
}

const outcomes = ['stopped', 'prosecuted', 'sanctioned', 'handed-over', 'no-result'] as const

/** A later quarter: it goes on, or its lead closes it. Answers whether it is still open. */
export async function goOn(node: DemoNode, joint: Joint, quarter: number): Promise<boolean> {
  const { id, number, lead } = joint
  const patience = number === 0 ? 1 : 3
  if (number % 2 === 0 && quarter - joint.opened >= patience) {
    const outcome = outcomes[(number / 2) % outcomes.length]
    await node.call(lead.who, 'POST', `/api/joint-cases/${id}/close`, {
      outcome,
      text: 'What each gave stays its own. Whoever needs it for a trial asks its owner.',
    })
    return false
  }
  const words = [
    'The host answered: the customer paid with a card from a third country.',
    'No new page since six weeks. We keep looking.',
    'It began again, with another brand and the same kit.',
  ]
  await give(node, lead, id, { title: `State after quarter ${quarter}`, text: words[(number + quarter) % words.length] })
  return true
}

const daysAgo = (node: DemoNode, days: number) => new Date(node.ctx.now().getTime() - days * 86_400_000).toISOString()
