import { type ComponentType, lazy, useState } from 'react'
import { toastTrouble } from '../ui/toast.tsx'
import { useDesk } from './desk.ts'
import { fetched } from './fetched.ts'
import { useTroubleText } from './trouble.ts'

// Parts of one room that stand on another room's page; each is loaded when it is first drawn.

export const CaseReleases = lazy(async () => ({ default: (await import('../cooperation/case-releases.tsx')).CaseReleases }))

export const EvidencePanel = lazy(async () => ({ default: (await import('../evidence/panel.tsx')).EvidencePanel }))

/** Who answers for an address, host, domain or URL: `<AnswersPanel value={…} port={…} at={…} />`. */
export const AnswersPanel = lazy(async () => ({ default: (await import('../directory/parties/panel.tsx')).AnswersPanel }))

/** Makes an evidence package of what it is told (`about`), and hands it over. */
export const PackageDialog = lazy(async () => ({ default: (await import('../evidence/package-dialog.tsx')).PackageDialog }))

/** The cases of a report or a campaign, and the way to open one: a section of its page. */
export const CasesOf = lazy(async () => ({ default: (await import('../cases/cases-of.tsx')).CasesOf }))

/** One of the organisation's own cases, found by words or code. */
export const CasePicker = lazy(async () => ({ default: (await import('../cases/case-picker.tsx')).CasePicker }))

/** What the reporter sees of a report by the tracking link. */
export const Following = lazy(async () => ({ default: (await import('../intake/following.tsx')).Following }))

/** Whether the organisation is counted in the public barometer. */
export const ParticipationSection = lazy(async () => ({
  default: (await import('../outreach/participation.tsx')).ParticipationSection,
}))

/** What was added to a report, or answered about it. */
export const RepliesOf = lazy(async () => ({ default: (await import('../cases/replies-of.tsx')).RepliesOf }))

/** What other rooms put on the page of a campaign, in this order: each draws a section of its own. */
export const campaignParts: readonly { readonly id: string; readonly Part: ComponentType<{ readonly campaign: string }> }[] = [
  { id: 'cases', Part: CasesOf },
  {
    id: 'sharing',
    Part: lazy(async () => ({ default: (await import('../cooperation/network/sharing/object-sharing.tsx')).CampaignSharing })),
  },
]

/** Opens a case for what was chosen, or puts it into one that is there. */
export const OpenCaseDialog = lazy(async () => ({ default: (await import('../cases/open-dialog.tsx')).OpenDialog }))

/** That jobs gave up, for whoever may see jobs: a line of a list. */
export const JobsParked = lazy(async () => ({ default: (await import('../platform/parked.tsx')).JobsParked }))

export type CasePart = { readonly id: string; readonly code: string; readonly writes: boolean }

/** What other rooms put on the page of a case, in this order: each draws a section of its own. */
export const caseParts: readonly { readonly id: string; readonly Part: ComponentType<CasePart> }[] = [
  { id: 'releases', Part: CaseReleases },
  { id: 'sharing', Part: lazy(async () => ({ default: (await import('../cooperation/network/sharing/object-sharing.tsx')).CaseSharing })) },
]

type HandInPart = typeof import('../intake/hand-in.tsx')

const fetchHandIn = fetched(() => import('../intake/hand-in.tsx'))

// once fetched it stays with the tab: what is under way is told wherever the part is drawn
let handInPart: HandInPart | undefined

/**
 * Handing in, fetched when it is first wanted: when files come over the page, or somebody asks for it. `HandIn` is undefined until then; `want` answers
 * whether it is there, and says why not; `take` keeps dropped files until it is.
 */
export function useHandIn() {
  const [part, setPart] = useState(handInPart)
  const trouble = useTroubleText()
  const desk = useDesk()
  const fetch = async () => {
    handInPart ??= await fetchHandIn()
    setPart(handInPart)
    return handInPart
  }
  const tell = (cause: unknown) => toastTrouble(trouble(cause))
  return {
    HandIn: part?.HandIn,
    /** a drop may follow; whether it can be served is said then */
    expect: () => void fetch().catch(() => undefined),
    want: () =>
      fetch().then(
        () => true,
        (cause) => {
          tell(cause)
          return false
        },
      ),
    take(files: readonly File[]) {
      const given = desk()
      fetch().then(({ handIn }) => handIn(files, desk, given), tell)
    },
  }
}

/** Tells of a network that may be asked. */
export const JoinNetwork = lazy(async () => ({ default: (await import('../cooperation/network/join.tsx')).JoinNetwork }))

/** Makes the network of this node, of which it has one at most. */
export const MakeNetwork = lazy(async () => ({ default: (await import('../cooperation/network/make-network.tsx')).MakeNetwork }))
