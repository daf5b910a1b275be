import { Button, Group, Modal, NumberInput, SimpleGrid } from '@mantine/core'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../src/base/route.ts'
import { readSecretariat, setDutyPeriods } from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { ExportLink } from '../../../app/export-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import disclosure from '../disclosure.module.css'
import { AnnounceForm, Announcements } from './announcements.tsx'
import { Duties } from './duties.tsx'
import { RequestPeriods } from './request-periods.tsx'
import { Told } from './told.tsx'

const live = ['contact', 'member', 'round', 'proposal', 'announcement', 'register']
type Whole = AnswerOf<typeof readSecretariat>

/** The office: what it owes, what it told members with proof, what it announced, and how countries take part. */
export function Secretariat() {
  const { t } = useTranslation(['secretariat', 'network'])
  const [saying, setSaying] = useState(false)
  const result = useRead(readSecretariat, {}, { live })
  const back = (
    <Link to="/network" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('network:country.back')}
    </Link>
  )
  return (
    <Answer of={result} whole back={back}>
      {(whole) => (
        <Page
          title={t('title')}
          lead={t('lead')}
          back={back}
          actions={
            whole.may.keep && (
              <Button leftSection={<IconPlus size={16} />} onClick={() => setSaying(true)}>
                {t('announce.act')}
              </Button>
            )
          }
        >
          <Section title={t('duties.title')} lead={t('duties.lead')} flush>
            <Duties duties={whole.duties} />
          </Section>
          {whole.may.keep && <Periods periods={whole.periods} key={JSON.stringify(whole.periods)} />}
          <RequestPeriods />
          <Told />
          <Announcements />
          <Participation rows={whole.participation} />
          <Modal
            opened={saying}
            onClose={() => setSaying(false)}
            size="lg"
            title={t('announce.act')}
            closeButtonProps={{ 'aria-label': t('ui:close') }}
          >
            <AnnounceForm onDone={() => setSaying(false)} />
          </Modal>
        </Page>
      )}
    </Answer>
  )
}

function Periods({ periods }: Pick<Whole, 'periods'>) {
  const { t } = useTranslation('secretariat')
  const [values, setValues] = useState(periods)
  const set = useQuickAct(setDutyPeriods, ['announcement'])
  const same =
    values.questionnaireDays === periods.questionnaireDays &&
    values.reportDays === periods.reportDays &&
    values.termDays === periods.termDays
  return (
    <Section title={t('periods.title')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {(['questionnaireDays', 'reportDays', 'termDays'] as const).map((name) => (
          <NumberInput
            key={name}
            label={t(`periods.${name}`)}
            min={name === 'termDays' ? 30 : 1}
            max={3650}
            allowDecimal={false}
            value={values[name]}
            onChange={(value) => setValues((now) => ({ ...now, [name]: typeof value === 'number' ? value : now[name] }))}
          />
        ))}
      </SimpleGrid>
      <Group justify="flex-end" mt="sm">
        <Button variant="default" disabled={same} onClick={() => void set({ body: values }, t('periods.done'))}>
          {t('periods.save')}
        </Button>
      </Group>
    </Section>
  )
}

const columns = ['agencies', 'told', 'seen', 'asked', 'answered', 'entries', 'calls', 'trained', 'campaigns'] as const
const flags = ['ldc', 'lldc', 'sids'] as const

function Participation({ rows }: { readonly rows: Whole['participation'] }) {
  const { t } = useTranslation('secretariat')
  const { locale } = usePreferences()
  if (rows.length === 0) return null
  return (
    <Section
      title={t('part.title')}
      lead={t('part.lead')}
      actions={<ExportLink path="/api/network/secretariat/participation" query={{}} what={t('part.title')} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too (WCAG 2.1.1) */}
      <section className={disclosure.scroll} tabIndex={0} aria-label={t('part.country')}>
        <table className={disclosure.table}>
          <thead>
            <tr>
              <th scope="col">{t('part.country')}</th>
              {columns.map((one) => (
                <th key={one} scope="col">
                  {t(`part.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.country}>
                <th scope="row">
                  <Country code={row.country} />{' '}
                  {flags.map(
                    (one) =>
                      row[one] && (
                        <span key={one} title={t(`part.${one}-what`)}>
                          <Badge tone="note">{t(`part.${one}`)}</Badge>{' '}
                        </span>
                      ),
                  )}
                </th>
                {columns.map((one) => (
                  <td key={one}>{formatNumber(row[one], locale)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}
