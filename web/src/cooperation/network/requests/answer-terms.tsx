import { Alert, Select, SimpleGrid, TextInput } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { onwardRules, permittedUses, sharedTlps } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import type { RequestMessage, RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { Time } from '../../../ui/time.tsx'
import { RestsOn } from '../sharing/rests-on.tsx'
import { TlpBadge, tlpName } from '../sharing/words.tsx'

/** On which terms something is given, as the form holds it; `until` is a day. */
export type GivenTerms = {
  readonly tlp: (typeof sharedTlps)[number]
  readonly permitted: (typeof permittedUses)[number]
  readonly onward: (typeof onwardRules)[number]
  readonly until: string
  readonly restsOn: readonly string[]
}

export const firstTerms: GivenTerms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', until: '', restsOn: [] }

type FieldsProps = { readonly request: RequestWhole; readonly terms: GivenTerms; onTerms(terms: GivenTerms): void }

/** Mark, use, passing on, until when, and what it rests on: those of a share. Marks above the ceiling of one's role are not offered where nobody else says it. */
export function AnswerTermsFields({ request, terms, onTerms }: FieldsProps) {
  const { t } = useTranslation(['sharing', 'requests'])
  const { secondPerson, mostOpen } = request.answering
  const offered = secondPerson || mostOpen === null ? sharedTlps : sharedTlps.slice(sharedTlps.indexOf(mostOpen))
  const set = (change: Partial<GivenTerms>) => onTerms({ ...terms, ...change })
  return (
    <>
      {secondPerson && (
        <Alert variant="light" icon={<IconUsers size={18} />}>
          {t('requests:second.lead')}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('field.mark')}
          description={t(`tlp.${terms.tlp}`)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          data={offered.map((one) => ({ value: one, label: tlpName(one) }))}
          value={terms.tlp}
          onChange={(value) => set({ tlp: sharedTlps.find((one) => one === value) ?? terms.tlp })}
        />
        <Select
          label={t('field.onward')}
          description={t('field.onward-hint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          data={onwardRules.map((one) => ({ value: one, label: t(`onward.${one}`) }))}
          value={terms.onward}
          onChange={(value) => set({ onward: onwardRules.find((one) => one === value) ?? terms.onward })}
        />
      </SimpleGrid>
      <Select
        label={t('field.permitted')}
        allowDeselect={false}
        data={permittedUses.map((one) => ({ value: one, label: t(`permitted.${one}`) }))}
        value={terms.permitted}
        onChange={(value) => set({ permitted: permittedUses.find((one) => one === value) ?? terms.permitted })}
      />
      <TextInput
        label={t('field.until')}
        description={t('requests:terms.until-hint')}
        type="date"
        value={terms.until}
        onChange={(event) => set({ until: event.currentTarget.value })}
      />
      <RestsOn chosen={terms.restsOn} known={[]} onChosen={(restsOn) => set({ restsOn })} />
    </>
  )
}

/** The terms that an answer bears, in a line. */
export function AnswerTerms({ terms }: { readonly terms: NonNullable<RequestMessage['terms']> }) {
  const { t } = useTranslation(['sharing', 'requests'])
  return (
    <p>
      <TlpBadge tlp={terms.tlp} /> {t(`permitted.${terms.permitted}`)} · {t('field.onward')}: {t(`onward.${terms.onward}`)}
      {terms.until !== null && (
        <>
          {' · '}
          {t('field.until')} <Time at={terms.until} />
        </>
      )}
    </p>
  )
}
