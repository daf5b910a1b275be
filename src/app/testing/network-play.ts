import { expect } from 'vitest'
import type { Client } from './house.ts'
import {
  type Asker,
  type Call,
  type Entry,
  type Group,
  isAgency,
  type Joint,
  markOf,
  type Party,
  type Request,
  type Session,
  type Share,
  seesCopy,
  seesGiven,
  type Thing,
} from './network-world.ts'
import { asked, decide, draft } from './sharing.ts'

/** Where acts happen; `now` is the step. */
export type World = {
  readonly secretariat: Client
  readonly parties: readonly Party[]
  readonly askers: readonly Asker[]
  readonly things: Thing[]
  readonly next: (below: number) => number
  now: number
  employ(party: Party, link: string, email: string, role: string): Promise<Asker>
  /** all jobs that are due are done */
  settle(): Promise<void>
}

type Shares = Share & {
  readonly copy: string
  readonly given: Entry | undefined
  readonly onward: string
  /** the copy by whose owner's consent it was passed on */
  readonly restsOn: string | undefined
}

/** By name, in the product and in the model at once; each answers whether there was anything to do. */
export type Acts = Readonly<Record<string, () => Promise<boolean>>>

/** Whom a copy is shown to. */
type Shown = {
  readonly to?: readonly Party[]
  readonly group?: Group | undefined
  readonly all?: boolean
  readonly country?: string | null
  readonly joint?: { readonly group: string; readonly given: Entry }
  /** a copy of another's that it rests on */
  readonly restsOn?: string
}
type Word = { readonly marker?: string; readonly bytes?: boolean; readonly searched?: boolean }

/** What has come to be, and what all acts have in common. */
export function playIn(world: World) {
  const { parties, things, next } = world
  const groups: Group[] = []
  const shares: Shares[] = []
  const calls: Call[] = []
  const requests: Request[] = []
  const joints: Joint[] = []
  const sessions: Session[] = []
  const any = <T>(all: readonly T[]): T | undefined => (all.length === 0 ? undefined : all[next(all.length)])
  const members = () => parties.filter(({ left }) => !left)
  const coming = () => markOf(things.length)
  const know = (thing: Omit<Thing, 'marker'>, marker = coming()) => things.push({ ...thing, marker })
  const openGroups = () => groups.filter(({ closed, owner }) => !closed && !owner.left)
  return {
    ...{ world, parties, askers: world.askers, things, next, groups, shares, calls, requests, joints, sessions },
    ...{ any, members, coming, know, openGroups },
    agencies: () => members().filter(isAgency),
    industry: () => members().filter((one) => !isAgency(one)),
    /** some of the others, a group that it is in, all agencies, those of a country: any of them, or none */
    someone(owner: Party): Shown | undefined {
      const to = members().filter((one) => one !== owner && next(3) === 0)
      const group = next(2) === 0 ? any(openGroups().filter(({ inside }) => inside.has(owner))) : undefined
      const all = next(8) === 0
      const country = next(4) === 0 ? (any(members().filter(isAgency))?.country ?? null) : null
      return to.length === 0 && group === undefined && !all && country === null ? undefined : { to, group, all, country }
    },
    /** Drafts and decides a share, which is known by its word from then on. */
    async show(
      owner: Party,
      object: object,
      { to = [], group, all = false, country = null, joint, restsOn }: Shown,
      { marker = coming(), bytes = false, searched = true }: Word = {},
    ) {
      const recipients = [
        ...to.map(({ joined }) => ({ kind: 'member', value: joined.id })),
        ...(group === undefined ? [] : [{ kind: 'group', value: group.id }]),
        ...(joint === undefined ? [] : [{ kind: 'group', value: joint.group }]),
        ...(all ? [{ kind: 'agencies', value: '' }] : []),
        ...(country === null ? [] : [{ kind: 'country-agencies', value: country }]),
      ]
      const onward = restsOn === undefined && shares.length % 2 === 0 ? 'ask' : 'none'
      const terms = { purpose: `${marker} inquiry`, onward }
      const drafted = await draft(owner.joined.client, asked(object, recipients, terms, restsOn === undefined ? [] : [restsOn]))
      const given = joint?.given
      const share = {
        id: drafted.id,
        copy: drafted.copy,
        owner,
        at: world.now,
        parties: to,
        group,
        agencies: all,
        country,
        recalled: false,
        given,
        onward,
        restsOn,
      }
      shares.push(share)
      const sees = (who: Party) => seesCopy(who, share) || (given !== undefined && !share.recalled && seesGiven(who, given))
      const gets = ({ party, role }: Asker) => bytes && party !== owner && role !== 'viewer' && sees(party)
      know({ kind: 'copy', id: drafted.copy, owner, sees, searched, bytes: { path: `/api/shared/${drafted.copy}/bytes`, gets } }, marker)
      expect(await decide(owner.joined.client, drafted)).toMatchObject({ status: 200 })
    },
  }
}
export type Play = ReturnType<typeof playIn>
