import { Button, Group, Modal, NumberInput, SimpleGrid, TextInput } from '@mantine/core'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../src/base/route.ts'
import {
  type DisseminationView,
  readSecretariat,
  readTold,
  recordToldOf,
  setDutyPeriods,
  type ToldView,
} from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { ExportLink } from '../../../app/export-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import disclosure from '../disclosure.module.css'
import network from '../network.module.css'
import { AnnounceForm, Announcements } from './announcements.tsx'
import { Duties } from './duties.tsx'
import { RequestPeriods } from './request-periods.tsx'
import { useNoticeWords } from './words.tsx'

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
          <Told disseminations={whole.disseminations} />
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

function Told({ disseminations }: Pick<Whole, 'disseminations'>) {
  const { t } = useTranslation('secretariat')
  const { locale } = usePreferences()
  const { name, target } = useNoticeWords()
  const [open, setOpen] = useState<DisseminationView | null>(null)
  const number = (value: number) => formatNumber(value, locale)
  return (
    <Section title={t('told.title')} lead={t(disseminations.length === 0 ? 'told.none' : 'told.lead')} flush={disseminations.length > 0}>
      {disseminations.length > 0 && (
        <ul className={forms.rows}>
          {disseminations.map((one) => (
            <li key={`${one.kind} ${one.subject}`}>
              <span>
                <Link {...target(one.kind, one.subject)} className={network.link}>
                  {name(one.kind)}
                </Link>
                <small style={{ display: 'block' }}>
                  {t('told.counts', { told: number(one.told), of: number(one.of), seen: number(one.seen) })}
                </small>
              </span>
              <Group gap="sm">
                {one.untold > 0 && <Badge tone="warn">{t('told.untold', { count: one.untold })}</Badge>}
                <Button size="compact-sm" variant="default" onClick={() => setOpen(one)}>
                  {t('told.show')}
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        size="lg"
        title={open === null ? '' : name(open.kind)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open !== null && <ToldList of={open} />}
      </Modal>
    </Section>
  )
}

/** Who was told of one thing, and the way to write down how somebody was told by hand. */
function ToldList({ of }: { readonly of: DisseminationView }) {
  const { kind, subject } = of
  const result = useRead(readTold, { params: { id: subject }, query: { kind } }, { live })
  return (
    <Answer of={result}>
      {({ items }) => (
        <ul className={forms.rows}>
          {items.map((one) => (
            <ToldRow key={one.member.id} row={one} kind={kind} subject={subject} />
          ))}
        </ul>
      )}
    </Answer>
  )
}

function ToldRow({ row, kind, subject }: { readonly row: ToldView; readonly kind: string; readonly subject: string }) {
  const { t } = useTranslation('secretariat')
  const [how, setHow] = useState('')
  const record = useQuickAct(recordToldOf, ['announcement'])
  const { member, toldAt, seenAt } = row
  const save = () => record({ params: { id: subject }, query: { kind }, body: { member: member.id, how: how.trim() } }, t('told.recorded'))
  return (
    <li>
      <span>
        <bdi>{member.name}</bdi>
        {row.how !== null && (
          <small style={{ display: 'block' }}>
            <bdi>{row.how}</bdi>
          </small>
        )}
      </span>
      {toldAt === null ? (
        <Group gap="xs">
          <TextInput
            aria-label={t('told.how')}
            placeholder={t('told.how')}
            size="xs"
            maxLength={500}
            value={how}
            onChange={(event) => setHow(event.currentTarget.value)}
          />
          <Button size="compact-sm" variant="default" disabled={how.trim() === ''} onClick={() => void save()}>
            {t('told.record')}
          </Button>
        </Group>
      ) : (
        <span>
          <Badge tone={seenAt === null ? 'note' : 'good'}>{t(seenAt === null ? 'told.told' : 'told.seen')}</Badge>{' '}
          <Time at={seenAt ?? toldAt} style="relative" />
        </span>
      )}
    </li>
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
