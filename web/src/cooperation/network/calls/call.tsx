import { Alert, Anchor, Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reportLanguages } from '../../../../../src/domain/cooperation/contract/network/call-names.ts'
import { adoptAgenda, type CallWhole, moveCall, readCall } from '../../../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { ActionRows } from './action-rows.tsx'
import { AgendaOrder } from './agenda-order.tsx'
import { Answers } from './answers.tsx'
import { Audience, Sent } from './audience.tsx'
import { CallForm } from './call-form.tsx'
import { ItemSection } from './call-item.tsx'
import classes from './calls.module.css'
import { Guests } from './guests.tsx'
import { AddItem } from './item-forms.tsx'
import { Objections } from './objections.tsx'
import { CallState, callKinds } from './words.tsx'

const route = getRouteApi('/shell/calls/$id')

/** One call: when and where, its agenda with all that belongs to it, and to agencies who may come. */
export function CallPage() {
  const { t } = useTranslation('calls')
  const { id } = route.useParams()
  const result = useRead(readCall, { params: { id } }, { live: callKinds })
  const back = (
    <Link to="/calls" className={classes.link}>
      {t('title')}
    </Link>
  )
  return (
    <Answer of={result} whole back={back}>
      {(call) => (
        <Page
          title={call.title}
          back={back}
          actions={
            <>
              <ProofsLink subject={call.id} />
              <Acts call={call} />
            </>
          }
          aside={<Beside call={call} />}
        >
          <Stack gap="md" miw={0}>
            {call.inside?.linkKnown === true && (
              <Alert color="red" title={t('link-known.title')}>
                {t('link-known.text')}
              </Alert>
            )}
            {call.note !== '' && (
              <Text className={classes.text} dir="auto">
                {call.note}
              </Text>
            )}
            <AgendaOrder call={call} />
            {call.items.map((item, at) => (
              <ItemSection key={item.id} call={call} item={item} number={at + 1} />
            ))}
            {call.may.run && call.adoptedAt === null && <AddItem call={call} />}
            {call.carried.length > 0 && (
              <Section title={t('carried.title')} lead={t('carried.lead')} flush>
                <ActionRows actions={call.carried} />
              </Section>
            )}
            {call.may.keep && <Sent id={call.id} />}
          </Stack>
        </Page>
      )}
    </Answer>
  )
}

function Beside({ call }: { readonly call: CallWhole }) {
  const { t } = useTranslation('calls')
  const { chair, chairName, link } = call
  const [editing, setEditing] = useState(false)
  return (
    <>
      <Section
        title={t('envelope')}
        actions={
          call.may.keep && (
            <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
              {t('form.change')}
            </Button>
          )
        }
      >
        <Facts
          facts={[
            { name: t('column.state'), value: <CallState state={call.state} /> },
            { name: t('column.at'), value: <Time at={call.startsAt} /> },
            { name: t('form.zone'), value: <Time at={call.startsAt} zone={call.timeZone} /> },
            { name: t('form.duration'), value: call.duration },
            { name: t('form.language'), value: <bdi>{call.language}</bdi> },
            {
              name: t('form.chair'),
              value: chair === null && chairName === '' ? null : <bdi>{[chairName, chair?.name].filter(Boolean).join(', ')}</bdi>,
            },
            { name: t('column.series'), value: call.series === null ? null : <bdi>{call.series.name}</bdi> },
            {
              name: t('form.link'),
              value:
                link === null ? null : (
                  <Anchor href={link} target="_blank" rel="noreferrer noopener" dir="ltr" className={classes.text}>
                    {link}
                  </Anchor>
                ),
            },
            { name: t('adopted'), value: call.adoptedAt === null ? t('not-adopted') : <Time at={call.adoptedAt} /> },
          ]}
        />
      </Section>
      <Answers id={call.id} />
      <Report id={call.id} />
      {call.inside !== null && (
        <>
          <Audience call={call} inside={call.inside} />
          <Objections inside={call.inside} call={call} />
          <Guests call={call} guests={call.inside.guests} />
        </>
      )}
      <Modal
        opened={editing}
        onClose={() => setEditing(false)}
        size="lg"
        title={t('form.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <CallForm call={call} onDone={() => setEditing(false)} />
      </Modal>
    </>
  )
}

/** The report as a page that prints, in a language of the reader's choice. */
function Report({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('calls')
  const own = i18n.language === 'zh-CN' ? 'zh-Hans' : i18n.language
  const [language, setLanguage] = useState<string>(reportLanguages.find((one) => one === own) ?? 'en')
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' })
  return (
    <Section title={t('report.title')} lead={t('report.lead')}>
      <Group gap="sm" align="flex-end">
        <Select
          label={t('form.language')}
          allowDeselect={false}
          value={language}
          onChange={(value) => setLanguage(value ?? 'en')}
          data={reportLanguages.map((one) => ({ value: one, label: names.of(one) ?? one }))}
        />
        <Button component="a" variant="default" href={`/api/calls/${id}/report?language=${language}`} target="_blank" rel="noopener">
          {t('report.open')}
        </Button>
        <Button
          component="a"
          variant="default"
          href={`/api/calls/${id}/report?language=${language}&form=pdf`}
          target="_blank"
          rel="noopener"
        >
          {t('report.pdf')}
        </Button>
      </Group>
    </Section>
  )
}

const steps = {
  planned: ['convened', 'cancelled'],
  convened: ['under-way', 'cancelled'],
  'under-way': ['held'],
  held: ['reported'],
  reported: [],
  cancelled: [],
} as const

/** What becomes of it next. Who is told is said before. */
function Acts({ call }: { readonly call: CallWhole }) {
  const { t } = useTranslation('calls')
  const confirm = useConfirm()
  const move = useQuickAct(moveCall, callKinds)
  const adopt = useQuickAct(adoptAgenda, callKinds)
  const params = { id: call.id }
  const allowed = (to: string) => (to === 'convened' || to === 'cancelled' ? call.may.keep : call.may.run)
  const ask = async (to: 'convened' | 'under-way' | 'held' | 'reported' | 'cancelled') => {
    const industry = call.inside?.audience.call.map(({ name }) => name) ?? []
    const who = industry.length === 0 ? t('move.nobody') : industry.join(', ')
    const yes = await confirm({
      title: t(`move.${to}`),
      consequence: t(`move.${to}-what`, { who }),
      act: t(`move.${to}`),
      grave: to === 'cancelled',
    })
    if (yes) await move({ params, body: { to } }, t(`state.${to}`))
  }
  return (
    <>
      {steps[call.state].filter(allowed).map((to) => (
        <Button
          key={to}
          variant={to === 'cancelled' ? 'subtle' : 'filled'}
          {...(to === 'cancelled' ? { color: 'red' } : {})}
          onClick={() => void ask(to)}
        >
          {t(`move.${to}`)}
        </Button>
      ))}
      {call.may.run && call.adoptedAt === null && call.state === 'under-way' && (
        <Button variant="default" onClick={() => void adopt({ params }, t('adopted'))}>
          {t('adopt')}
        </Button>
      )}
    </>
  )
}
