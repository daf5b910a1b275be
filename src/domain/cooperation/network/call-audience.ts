/** A member of industry that works on this node. */
export type Industry = { readonly member: string; readonly organisation: string }

/** `item` null: to the whole call. */
export type Invitation = { readonly member: string; readonly item: string | null }

/** What an agency has taken industry out of: one of the three. `members` null: all of industry, whoever joins later too. */
export type Exclusion = {
  readonly series: string | null
  readonly call: string | null
  readonly item: string | null
  readonly members: readonly { readonly member: string; readonly organisation: string | null }[] | null
}

export type Invited = {
  readonly call: string
  readonly series: string | null
  readonly items: readonly string[]
  readonly industry: readonly Industry[]
  readonly invitations: readonly Invitation[]
  /** those that stand */
  readonly exclusions: readonly Exclusion[]
}

/** The members of industry that see the call, and each of its items. */
export type IndustryAudience = { readonly call: ReadonlySet<string>; readonly items: ReadonlyMap<string, ReadonlySet<string>> }

/**
 * Who of industry takes part in what (London Action Plan, part B.3): whom an agency invites, unless any agency objects. Whoever sees no item sees the call
 * only where they were invited to the whole of it.
 */
export function audienceOf({ call, series, items, industry, invitations, exclusions }: Invited): IndustryAudience {
  const out = (one: Industry, item: string | null) =>
    exclusions.some(
      (exclusion) =>
        covers(exclusion, one) &&
        (exclusion.call === call ||
          (exclusion.series !== null && exclusion.series === series) ||
          (item !== null && exclusion.item === item)),
    )
  const invited = (member: string, item: string | null) =>
    invitations.some((one) => one.member === member && (one.item === null || one.item === item))
  const seen = new Map(
    items.map((item) => {
      const who = industry.filter((one) => invited(one.member, item) && !out(one, item))
      return [item, new Set(who.map(({ member }) => member))]
    }),
  )
  const whole = industry.filter((one) => invited(one.member, null) && !out(one, null)).map(({ member }) => member)
  return { call: new Set([...whole, ...[...seen.values()].flatMap((one) => [...one])]), items: seen }
}

/** Whether an exclusion is of this member: of all of industry, by its card, or by the organisation that it works by. */
export function covers({ members }: Pick<Exclusion, 'members'>, { member, organisation }: Industry): boolean {
  return members === null || members.some((one) => one.member === member || one.organisation === organisation)
}
