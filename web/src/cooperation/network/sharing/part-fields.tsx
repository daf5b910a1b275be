import { Checkbox, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { copiedParts } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import type { AskedShare } from '../../../../../src/domain/cooperation/contract.ts'
import type { Fields } from '../../../app/form.tsx'
import type { Thing } from './thing.ts'

type Of = 'case' | 'campaign'
/** Parts of a case or campaign that do not go along. */
export type OfParts = { readonly left: readonly string[] }

export function firstOfParts(object: AskedShare['object'] | undefined): OfParts {
  return { left: object?.kind === 'case' || object?.kind === 'campaign' ? (object.left ?? []) : [] }
}

export function partsOf(kind: Of, id: string, { left }: OfParts): AskedShare['object'] {
  if (kind === 'case') return { kind, id, left: copiedParts.case.filter((one) => left.includes(one)) }
  return { kind, id, left: copiedParts.campaign.filter((one) => left.includes(one)) }
}

type FieldsProps = { readonly thing: Thing; readonly form: Pick<Fields<OfParts>, 'set' | 'values'> }

/** Which parts go: all of them, until one is unticked. */
export function PartFields({ thing, form }: FieldsProps) {
  const { t } = useTranslation('sharing')
  if (thing.kind !== 'case' && thing.kind !== 'campaign') return null
  const parts: readonly string[] = copiedParts[thing.kind]
  return (
    <Checkbox.Group
      label={t('parts.label')}
      description={t('parts.hint')}
      value={parts.filter((one) => !form.values.left.includes(one))}
      onChange={(chosen) =>
        form.set(
          'left',
          parts.filter((one) => !chosen.includes(one)),
        )
      }
    >
      <Group gap="md" mt="xs">
        {copiedParts[thing.kind].map((one) => (
          <Checkbox key={one} value={one} label={t(`parts.${one}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
