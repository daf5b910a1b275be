import { Group, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { categories, memberKinds } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { Page, Section } from '../../ui/page.tsx'
import { BackToMembers } from './back.tsx'
import { ImportFlow } from './import-flow.tsx'

type Supposed = { readonly kind: (typeof memberKinds)[number]; readonly category: string | null }

/** A file of members: checked first, with its errors by line, then taken in whole. */
export function ImportMembers() {
  const { t } = useTranslation('network')
  const [supposed, suppose] = useState<Supposed>({ kind: 'agency', category: null })
  const query = {
    kind: supposed.kind,
    ...(supposed.kind === 'industry' && supposed.category !== null ? { category: supposed.category } : {}),
  }
  return (
    <Page title={t('import.title')} lead={t('import.lead')} back={<BackToMembers />} narrow>
      <Section title={t('import.file')} lead={t('import.columns')}>
        <ImportFlow
          path="/api/network/members/import"
          query={query}
          fields={(busy) => <SupposedFields supposed={supposed} disabled={busy} onChange={suppose} />}
          added={(count, done) => t(done ? 'import.added' : 'import.would-add', { count })}
        />
      </Section>
    </Page>
  )
}

type SupposedProps = { readonly supposed: Supposed; readonly disabled: boolean; readonly onChange: (supposed: Supposed) => void }

/** What a row is where it does not say, as in a list of teams. */
function SupposedFields({ supposed, disabled, onChange }: SupposedProps) {
  const { t } = useTranslation('network')
  return (
    <Group align="end">
      <Select
        label={t('import.kind')}
        data={memberKinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
        value={supposed.kind}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => onChange({ ...supposed, kind: memberKinds.find((one) => one === value) ?? 'agency' })}
      />
      {supposed.kind === 'industry' && (
        <Select
          label={t('field.category')}
          data={categories.filter((one) => one !== 'other').map((one) => ({ value: one, label: t(`category.${one}`) }))}
          value={supposed.category}
          clearable
          searchable
          disabled={disabled}
          onChange={(category) => onChange({ ...supposed, category })}
        />
      )}
    </Group>
  )
}
