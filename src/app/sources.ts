import { forgetItems } from '../domain/analysis/index.ts'
import type { EvidenceSources } from '../domain/evidence/index.ts'

/** What the rooms put into evidence's hands: who speaks of a person, what goes by age, what is forgotten with an original. */
export const evidenceSources: EvidenceSources = {
  subjects: [],
  retention: [],
  forget: [forgetItems],
}
