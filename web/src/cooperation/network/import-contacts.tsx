import { Group, Select, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { audiences } from '../../../../src/domain/cooperation/contract/network/contact-names.ts'
import { memberKinds } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { Page, pageClasses, Section } from '../../ui/page.tsx'
import { ImportFlow } from './import-flow.tsx'

type Supposed = {
  readonly kind: (typeof memberKinds)[number]
  readonly audience: (typeof audiences)[number]
  /** ISO 8601 day, empty where none */
  readonly on: string
  readonly by: string
}

/** A file of contacts of members that are there: checked first, with its errors by line, then taken in whole, unconfirmed. */
export function ImportContacts() {
  const { t } = useTranslation('contacts')
  const [supposed, suppose] = useState<Supposed>({ kind: 'agency', audience: 'agencies', on: '', by: '' })
  const { kind, audience, on, by } = supposed
  const query = {
    ...{ kind, audience },
    ...(on === '' ? {} : { designatedOn: on }),
    ...(by.trim() === '' ? {} : { designatedBy: by.trim() }),
  }
  const back = (
    <Link to="/network/contacts" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('title')}
    </Link>
  )
  return (
    <Page title={t('import.title')} lead={t('import.lead')} back={back} narrow>
      <Section title={t('import.file')} lead={t('import.columns')}>
        <ImportFlow
          path="/api/network/contacts/import"
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
  const { t } = useTranslation(['contacts', 'network'])
  return (
    <Group align="end">
      <Select
        label={t('import.kind')}
        data={memberKinds.map((one) => ({ value: one, label: t(`network:kinds.${one}`) }))}
        value={supposed.kind}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => onChange({ ...supposed, kind: memberKinds.find((one) => one === value) ?? 'agency' })}
      />
      <Select
        label={t('import.audience')}
        data={audiences.map((one) => ({ value: one, label: t(`audience.${one}`) }))}
        value={supposed.audience}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => onChange({ ...supposed, audience: audiences.find((one) => one === value) ?? 'agencies' })}
      />
      <TextInput
        label={t('import.designated-on')}
        type="date"
        value={supposed.on}
        disabled={disabled}
        onChange={(event) => onChange({ ...supposed, on: event.currentTarget.value })}
      />
      <TextInput
        label={t('import.designated-by')}
        maxLength={200}
        value={supposed.by}
        disabled={disabled}
        onChange={(event) => onChange({ ...supposed, by: event.currentTarget.value })}
      />
    </Group>
  )
}
