import { Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rhythmMonths } from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import {
  type CallSeriesView,
  type CallSeriesWhole,
  changeCallSeries,
  listCallSeries,
  makeCallSeries,
  readCallSeries,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import classes from './calls.module.css'
import { ObjectionRows, SeriesObjection } from './objections.tsx'
import { callKinds, RhythmState } from './words.tsx'

/** Series of calls, their rhythm, and how each agency keeps it. */
export function CallSeries() {
  const { t } = useTranslation('calls')
  const result = useRead(listCallSeries, {}, { live: callKinds })
  const [editing, setEditing] = useState<CallSeriesView | 'new'>()
  const keep = result.data?.may.keep === true
  return (
    <Page
      title={t('series.title')}
      lead={t('series.lead')}
      back={
        <Link to="/calls" className={classes.link}>
          {t('title')}
        </Link>
      }
      actions={
        keep && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            {t('series.make')}
          </Button>
        )
      }
    >
      <Answer of={result}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('series.none')} text={t('series.none-why')} />
          ) : (
            <Stack gap="md">
              {items.map((one) => (
                <One key={one.id} series={one} {...(keep ? { onChange: () => setEditing(one) } : {})} />
              ))}
            </Stack>
          )
        }
      </Answer>
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={t(editing === 'new' ? 'series.make' : 'series.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {editing !== undefined && <SeriesForm {...(editing === 'new' ? {} : { series: editing })} onDone={() => setEditing(undefined)} />}
      </Modal>
    </Page>
  )
}

function One({ series, onChange }: { readonly series: CallSeriesView; readonly onChange?: () => void }) {
  const { t } = useTranslation('calls')
  const { id, name, months, rhythm, open } = series
  const agencies = useRead(readCallSeries, { params: { id } }, { live: callKinds })
  return (
    <Section
      title={name}
      lead={
        <>
          {t('rhythm.months', { count: months })} {open ? <RhythmState rhythm={rhythm} /> : t('series.closed')}
          {rhythm.missed > 0 && ` ${t('rhythm.missed', { count: rhythm.missed })}`}
        </>
      }
      flush
      actions={
        onChange !== undefined && (
          <Button size="compact-sm" variant="subtle" onClick={onChange}>
            {t('series.change')}
          </Button>
        )
      }
    >
      <Answer of={agencies}>
        {(whole) => (
          <>
            <ul className={formClasses.rows}>
              {whole.agencies.map(({ member, ...own }) => (
                <li key={member.id}>
                  <bdi className={classes.grow}>{member.name}</bdi>
                  <span>
                    {own.missed > 0 && <span className={classes.dim}>{t('rhythm.missed', { count: own.missed })} </span>}
                    <RhythmState rhythm={own} />
                  </span>
                </li>
              ))}
              <li className={classes.dim}>
                {t('rhythm.until')} <Time at={rhythm.period.until} style="date" zone="UTC" />
              </li>
            </ul>
            <KeptOut series={whole} />
          </>
        )}
      </Answer>
    </Section>
  )
}

/** What keeps industry out of every call of the series, and keeping it out. */
function KeptOut({ series }: { readonly series: CallSeriesWhole }) {
  const { t } = useTranslation('calls')
  const [open, setOpen] = useState(false)
  const { objections, may } = series
  const speaks = may.speak || may.speakFor
  if (objections.length === 0 && !speaks) return null
  return (
    <>
      {objections.length > 0 && (
        <div className={classes.kept}>
          <h3 className={classes.part}>{t('object.title')}</h3>
          <ObjectionRows objections={objections} />
        </div>
      )}
      {speaks && (
        <Button size="compact-sm" variant="subtle" color="red" m="xs" className="t-no-print" onClick={() => setOpen(true)}>
          {t('object.act')}
        </Button>
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="lg"
        title={t('object.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open && <SeriesObjection series={series} onDone={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

function SeriesForm({ series, onDone }: { readonly series?: CallSeriesView; readonly onDone: () => void }) {
  const { t } = useTranslation('calls')
  const make = useAct(makeCallSeries, callKinds)
  const change = useAct(changeCallSeries, callKinds)
  const act = series === undefined ? make : change
  const { required } = useChecks()
  const first = { name: series?.name ?? '', months: String(series?.months ?? 3), open: series?.open ?? true }
  const form = useFields(first, { name: required }, act.failure)
  const submit = form.onSubmit(async ({ name, months, open }) => {
    const body = { name, months: rhythmMonths.find((one) => String(one) === months) ?? 3 }
    const done = series === undefined ? await make.run({ body }) : await change.run({ params: { id: series.id }, body: { ...body, open } })
    if (done !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('series.name')} maxLength={200} dir="auto" data-autofocus required {...form.props('name')} />
        <Select
          label={t('series.months')}
          allowDeselect={false}
          data={rhythmMonths.map((one) => ({ value: String(one), label: t('rhythm.months', { count: one }) }))}
          {...form.props('months')}
        />
        {series !== undefined && <Switch label={t('series.open')} {...form.checked('open')} />}
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
