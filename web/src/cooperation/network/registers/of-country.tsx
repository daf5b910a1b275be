import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listRegister } from '../../../../../src/domain/cooperation/contract/network/registers.ts'
import { useList } from '../../../app/read.ts'
import { ListView } from '../../../ui/list/list-view.tsx'
import { Section } from '../../../ui/page.tsx'
import { idOf, useColumns } from './registers.tsx'

/** What the registers say of a country: a section of its page. */
export function RegistersOf({ country }: { readonly country: string }) {
  const { t } = useTranslation('registers')
  const navigate = useNavigate()
  const source = useList(listRegister, { query: { country, limit: 20 } }, { live: ['register'] })
  return (
    <Section title={t('title')} flush>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ title }) => title}
        onOpen={({ id }) => void navigate({ to: '/network/registers/$id', params: { id } })}
        bare
        empty={{ title: t('none'), text: t('none-why') }}
      />
    </Section>
  )
}
