import { sql } from 'kysely'
import type { Actor } from '../../../base/actor.ts'
import type { Context } from '../../../platform/context.ts'
import type { JointReach } from '../network/joint.ts'
import { listJointCopies } from '../store/network/joint-cases.ts'
import { pageJointFiles } from '../store/network/joint-files.ts'
import type { Member } from './world.ts'

// A model of joint cases: who may see what, as one would say it in words; and what the database shows.

export type Stay = { readonly who: number; state: 'invited' | 'in' | 'gone'; since: number }
export type Given = {
  readonly id: string
  readonly joint: string
  readonly by: number
  readonly kind: 'brief' | 'note' | 'task' | 'outcome'
  readonly reach: JointReach
  readonly chosen: ReadonlySet<Stay>
  readonly late: boolean
  readonly at: number
  text: string
  back: boolean
  /** of a brief: another lead has said it anew */
  over: boolean
}
export type Copy = {
  readonly copy: string
  readonly share: string
  readonly joint: string
  readonly by: number
  readonly reach: 'agencies' | 'all'
  readonly late: boolean
  readonly at: number
  back: boolean
}
export type Act = { readonly joint: string; readonly forAll: boolean }
export type Joint = { readonly id: string; lead: number; proposed: Stay | null; closed: boolean; readonly stays: Stay[] }

export const stayOf = (joint: Joint | undefined, who: number) => joint?.stays.find((one) => one.who === who && one.state !== 'gone')
export const isIn = (joint: Joint | undefined, who: number) => stayOf(joint, who)?.state === 'in'

export type Model = {
  readonly members: readonly Member[]
  readonly joints: Joint[]
  readonly given: Given[]
  readonly copies: Copy[]
  readonly acts: Act[]
}

function sees(
  { members, joints }: Model,
  who: number,
  one: Pick<Given, 'joint' | 'by' | 'reach' | 'late' | 'at'> & Partial<Given>,
): boolean {
  if (one.by === who) return true
  const stay = stayOf(
    joints.find(({ id }) => id === one.joint),
    who,
  )
  if (stay === undefined || one.over === true) return false
  if (one.kind === 'brief') return true
  if (stay.state !== 'in') return false
  if (one.reach === 'chosen') return one.chosen?.has(stay) === true
  return (one.reach === 'all' || members[who]?.kind === 'agency') && (one.late || one.at >= stay.since)
}

export function expected(model: Model, who: number, word: string) {
  const { joints, given, copies, acts, members } = model
  const agency = members[who]?.kind === 'agency'
  const there = (id: string) =>
    isIn(
      joints.find((joint) => joint.id === id),
      who,
    )
  const mine = given.filter((one) => sees(model, who, one))
  const words = mine.filter((one) => one.by === who || !one.back)
  const files = joints.filter(({ stays }) => stays.some((one) => one.who === who))
  return {
    joints: joints
      .filter((joint) => stayOf(joint, who) !== undefined)
      .map(({ id }) => id)
      .sort(),
    entries: mine.map(({ id }) => id).sort(),
    words: words.map(({ text }) => text).sort(),
    parties: joints.flatMap((joint) =>
      joint.stays.filter((stay) => (isIn(joint, who) ? agency || stay.state === 'in' : stay.who === who && stay.state === 'invited')),
    ).length,
    acts: acts.filter(({ joint, forAll }) => there(joint) && (forAll || agency)).length,
    copies: copies
      .filter((one) => !one.back && sees(model, who, one))
      .map(({ copy }) => copy)
      .sort(),
    files: files.length,
    found: files
      .filter(({ id }) => words.some((one) => one.joint === id && one.text.includes(word)))
      .map(({ id }) => id)
      .sort(),
  }
}

export async function visible(ctx: Context, actor: Actor, own: boolean, joints: readonly Joint[], word: string) {
  return ctx.read(actor, async (tx) => {
    const texts = async (query: ReturnType<typeof sql<{ text: string }>>) => (await query.execute(tx)).rows.map(({ text }) => text).sort()
    const copies: string[] = []
    for (const { id } of joints) copies.push(...(await listJointCopies(tx, id)).map(({ copy }) => copy))
    const found: string[] = []
    for (const list of ['open', 'invited', 'past'] as const)
      if (own && actor.organisation !== null)
        found.push(...(await pageJointFiles(tx, actor.organisation, { list, words: word }, undefined, 500)).map(({ joint }) => joint))
    return {
      joints: await texts(sql<{ text: string }>`select id::text as text from cooperation.joint_case`),
      entries: await texts(sql<{ text: string }>`select id::text as text from cooperation.joint_entry`),
      words: await texts(sql<{ text: string }>`select text from cooperation.joint_text`),
      parties: (await texts(sql<{ text: string }>`select id::text as text from cooperation.joint_party`)).length,
      acts: (await texts(sql<{ text: string }>`select id::text as text from cooperation.joint_act`)).length,
      copies: copies.sort(),
      files: (await texts(sql<{ text: string }>`select id::text as text from cooperation.joint_file`)).length,
      found: found.sort(),
    }
  })
}
