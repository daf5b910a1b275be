import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ShareWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { toast } from '../../../ui/toast.tsx'
import { type FirstTerms, ShareForm } from './share-form.tsx'
import type { Thing } from './thing.ts'

type DialogProps = {
  /** undefined: closed */
  readonly thing: Thing | undefined
  readonly share?: ShareWhole
  readonly restsOn?: readonly { readonly id: string; readonly title: string }[]
  /** of what is passed on with consent: to whom, and the most that its owner allows */
  readonly first?: FirstTerms
  readonly onClose: () => void
}

/** Drafts a share, or drafts one anew, and leads to what was made: it is looked at there before anybody sees it. */
export function ShareDialog({ thing, share, restsOn = [], first, onClose }: DialogProps) {
  const { t } = useTranslation('sharing')
  const navigate = useNavigate()
  const done = ({ id }: ShareWhole) => {
    toast(t('draft.done'))
    onClose()
    void navigate({ to: '/shares/$id', params: { id } })
  }
  return (
    <Modal
      opened={thing !== undefined}
      onClose={onClose}
      size="lg"
      title={t(thing === undefined ? 'draft.title' : `draft.of.${thing.kind}`)}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {thing !== undefined && (
        <ShareForm
          thing={thing}
          restsOn={restsOn}
          onDone={done}
          {...(share === undefined ? {} : { share })}
          {...(first === undefined ? {} : { first })}
        />
      )}
    </Modal>
  )
}
