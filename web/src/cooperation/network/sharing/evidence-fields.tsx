import { Select } from '@mantine/core'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { sharedBytes } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import type { AskedShare } from '../../../../../src/domain/cooperation/contract.ts'
import { FindingChoice } from '../../../app/finding-panels.ts'
import type { Fields } from '../../../app/form.tsx'
import type { Thing } from './thing.ts'

/** What is said of evidence and findings when they are shared: whether the bytes go, and which findings. */
export type OfEvidence = { readonly bytes: string; readonly codes: readonly string[] }

export function firstOfEvidence(thing: Thing, object: AskedShare['object'] | undefined): OfEvidence {
  const codes = object?.kind === 'finding' && object.codes !== undefined && object.codes.length > 0 ? object.codes : undefined
  return {
    bytes: object?.kind === 'evidence' ? (object.bytes ?? 'none') : 'none',
    codes: codes ?? (thing.kind === 'finding' ? thing.codes : []),
  }
}

export function evidenceOf(thing: Extract<Thing, { kind: 'evidence' | 'finding' }>, { bytes, codes }: OfEvidence): AskedShare['object'] {
  if (thing.kind === 'finding') return { kind: 'finding', id: thing.id, codes: [...codes] }
  return { kind: 'evidence', id: thing.id, bytes: sharedBytes.find((one) => one === bytes) ?? 'none' }
}

type FieldsProps = { readonly thing: Thing; readonly form: Pick<Fields<OfEvidence>, 'props' | 'set' | 'values'> }

export function EvidenceFields({ thing, form }: FieldsProps) {
  const { t } = useTranslation('sharing')
  if (thing.kind === 'finding')
    return (
      <Suspense fallback={null}>
        <FindingChoice
          label={t('evidence.which')}
          codes={thing.codes}
          chosen={form.values.codes}
          error={form.props('codes').error}
          onChosen={(codes) => form.set('codes', codes)}
        />
      </Suspense>
    )
  if (thing.kind !== 'evidence') return null
  // of a file there is but one way to go: nothing takes a word off it
  const offered = thing.message ? sharedBytes : sharedBytes.filter((one) => one !== 'original')
  const named = (one: (typeof sharedBytes)[number]) => (one === 'clean' ? `clean-${thing.message ? 'message' : 'file'}` : one)
  return (
    <Select
      label={t('evidence.bytes-go')}
      description={t('evidence.choice-hint')}
      allowDeselect={false}
      data={offered.map((one) => ({ value: one, label: t(`evidence.choice.${named(one)}`) }))}
      {...form.props('bytes')}
    />
  )
}
