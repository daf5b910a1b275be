import { useTranslation } from 'react-i18next'
import type { ProposalView } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { Tone } from '../../../ui/tone.ts'

const tones: Readonly<Record<ProposalView['state'], Tone>> = {
  proposed: 'plain',
  open: 'warn',
  accepted: 'good',
  refused: 'bad',
  withdrawn: 'plain',
}

export function ProposalState({ proposal }: { readonly proposal: Pick<ProposalView, 'state' | 'kind'> }) {
  const { t } = useTranslation('joining')
  return <Badge tone={tones[proposal.state]}>{t(`state.${proposal.state}`)}</Badge>
}

/** What an applicant is: an agency, or which kind of industry. */
export function ApplicantKind({ of }: { readonly of: NonNullable<ProposalView['application']> }) {
  const { t } = useTranslation('joining')
  if (of.category === null) return t('kind.agency')
  return of.category === 'other' ? <bdi>{of.categoryOther}</bdi> : t(`category.${of.category}`)
}
