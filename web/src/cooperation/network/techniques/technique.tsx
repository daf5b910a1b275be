import { Alert, Button, Modal, Select, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconPencil, IconShare } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readTechnique, removeTechnique, type TechniqueWhole } from '../../../../../src/domain/cooperation/contract/network/techniques.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { actsForNetwork, isAtLeast, useSession } from '../../../app/session.ts'
import { Hash } from '../../../ui/code.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import forms from '../../forms.module.css'
import { Mark, MarkMenu, SecrecyBadges, useMarks } from '../sharing/marks.tsx'
import { ShareDialog } from '../sharing/share-dialog.tsx'
import sharing from '../sharing/sharing.module.css'
import { TlpBadge } from '../sharing/words.tsx'
import { RunForm } from './run-form.tsx'
import { Runs } from './runs.tsx'
import { StatedResult, TechniqueText } from './technique-text.tsx'

const TechniqueForm = lazy(async () => ({ default: (await import('./technique-form.tsx')).TechniqueForm }))
const ResultForm = lazy(async () => ({ default: (await import('./result-form.tsx')).ResultForm }))
const route = getRouteApi('/shell/techniques/$id')

export function BackToTechniques() {
  const { t } = useTranslation('techniques')
  return (
    <Link to="/techniques" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('title')}
    </Link>
  )
}

/** One technique: its text by version, what is stated of it, how it does on one's own reports. */
export function TechniquePage() {
  const { id } = route.useParams()
  return (
    <Answer of={useRead(readTechnique, { params: { id } }, { live: ['technique', 'shared-copy'] })} whole back={<BackToTechniques />}>
      {(technique) => <Whole technique={technique} />}
    </Answer>
  )
}

function TechniqueMarkMenu({ id }: { readonly id: string }) {
  const marks = useMarks(id)
  return marks?.may.set === true ? <MarkMenu kind="technique" id={id} marks={marks.items.map(({ mark }) => mark)} /> : null
}

function TechniqueMarks({ id }: { readonly id: string }) {
  const marks = useMarks(id)
  return marks?.items.map((one) => <Mark key={one.id} mark={one} lifts={marks.may.lift} />)
}

function Whole({ technique }: { readonly technique: TechniqueWhole }) {
  const { t } = useTranslation(['techniques', 'sharing'])
  const session = useSession()
  const [open, setOpen] = useState<'version' | 'result' | 'share'>()
  const { id, name, may, origin } = technique
  const shares = session.network !== null && isAtLeast(session, 'analyst') && origin?.recalled !== true && origin?.over !== true
  const close = () => setOpen(undefined)
  return (
    <Page
      title={name}
      lead={t(`about.${technique.kind}`)}
      back={<BackToTechniques />}
      actions={
        <>
          {session.network !== null && <TechniqueMarkMenu id={id} />}
          {may.remove && <Remove technique={technique} />}
          {shares && (
            <Button variant="default" leftSection={<IconShare size={16} />} onClick={() => setOpen('share')}>
              {t('share')}
            </Button>
          )}
          {may.change && (
            <Button leftSection={<IconPencil size={16} />} onClick={() => setOpen('version')}>
              {t('new-version')}
            </Button>
          )}
        </>
      }
      aside={<Aside technique={technique} onState={() => setOpen('result')} />}
    >
      <Stack gap="md" miw={0}>
        {session.network !== null && <TechniqueMarks id={id} />}
        {origin !== null && origin.secrecy.length > 0 && (
          <Alert color="yellow">
            <SecrecyBadges marks={origin.secrecy} /> {t('sharing:secret.theirs', { name: origin.name })}
          </Alert>
        )}
        {origin?.recalled === true && <Alert color="red">{t('recalled-what', { name: origin.name })}</Alert>}
        {origin?.over === true && <Alert color="red">{t('ended-what', { name: origin.name })}</Alert>}
        <Versions technique={technique} />
        {!actsForNetwork(session) && (
          <Section title={t('run.title')}>
            <Stack gap="md">
              {may.run && <RunForm what={{ technique: id }} />}
              <Runs query={{ technique: id }} />
            </Stack>
          </Section>
        )}
      </Stack>
      <Modal
        opened={open === 'version'}
        onClose={close}
        size="xl"
        title={t('new-version')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <TechniqueForm technique={technique} onDone={close} />
        </Suspense>
      </Modal>
      <Modal opened={open === 'result'} onClose={close} title={t('result.act')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <Suspense fallback={<LoadingPage />}>
          <ResultForm id={id} onDone={close} />
        </Suspense>
      </Modal>
      <ShareDialog thing={open === 'share' ? { kind: 'technique', id } : undefined} onClose={close} />
    </Page>
  )
}

function Remove({ technique: { id, name } }: { readonly technique: TechniqueWhole }) {
  const { t } = useTranslation('techniques')
  const confirm = useConfirm()
  const navigate = useNavigate()
  const remove = useQuickAct(removeTechnique, ['technique', 'technique-run'])
  const ask = async () => {
    if (!(await confirm({ title: t('remove'), consequence: t('remove-means', { name }), act: t('remove') }))) return
    await navigate({ to: '/techniques' })
    await remove({ params: { id } }, t('removed'))
  }
  return (
    <Button variant="subtle" color="red" onClick={() => void ask()}>
      {t('remove')}
    </Button>
  )
}

function Versions({ technique: { id: technique, kind, name, versions } }: { readonly technique: TechniqueWhole }) {
  const { t } = useTranslation('techniques')
  const [chosen, setChosen] = useState<string | null>(null)
  const version = versions.find(({ id }) => id === chosen) ?? versions[0]
  // of those before the newest the text is read when it is looked at
  const earlier = version?.text === null ? version : undefined
  const input = { params: { id: technique }, query: { version: earlier?.number ?? 1 } }
  const read = useRead(readTechnique, input, { live: ['technique'], enabled: earlier !== undefined })
  if (version === undefined) return null
  const text = version.text ?? read.data?.versions.find(({ id }) => id === version.id)?.text ?? null
  return (
    <Section
      title={t('version', { number: version.number })}
      actions={
        versions.length > 1 && (
          <Select
            size="xs"
            aria-label={t('versions')}
            allowDeselect={false}
            value={version.id}
            onChange={setChosen}
            data={versions.map(({ id, number }) => ({ value: id, label: t('version', { number }) }))}
          />
        )
      }
    >
      <Stack gap="sm" miw={0}>
        {version.description !== '' && (
          <Text dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {version.description}
          </Text>
        )}
        {text === null ? <Answer of={read}>{() => null}</Answer> : <TechniqueText kind={kind} name={name} text={text} />}
        <Facts
          facts={[
            { name: t('field.entries'), value: t(`entries.${kind}`, { number: version.entries }) },
            { name: t('field.size'), value: text === null ? null : t('characters', { number: text.length }) },
            { name: 'SHA-256', value: <Hash value={version.sha256} /> },
            { name: t('field.made'), value: <Time at={version.madeAt} /> },
            { name: t('field.by'), value: version.madeBy.name === null ? null : <bdi>{version.madeBy.name}</bdi> },
          ]}
        />
        {version.results.length > 0 && (
          <ul className={forms.rows}>
            {version.results.map((result) => (
              <li key={result.id}>
                <StatedResult result={result} />
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Section>
  )
}

function Aside({ technique, onState }: { readonly technique: TechniqueWhole; readonly onState: () => void }) {
  const { t } = useTranslation(['techniques', 'sharing'])
  const { tlp, permitted, origin, result, may } = technique
  return (
    <>
      <Section title={t('terms')}>
        <Facts
          facts={[
            { name: t('field.mark'), value: <TlpBadge tlp={tlp} /> },
            { name: t('field.permitted'), value: t(`sharing:permitted.${permitted}`) },
          ]}
        />
      </Section>
      {origin !== null && (
        <Section title={t('origin')} lead={t('origin-lead')}>
          <Facts
            facts={[
              {
                name: t('field.from'),
                value: (
                  <Link to="/shared/$id" params={{ id: origin.copy }} className={sharing.link}>
                    <bdi>{origin.name}</bdi>
                  </Link>
                ),
              },
              { name: t('field.mark'), value: <TlpBadge tlp={origin.tlp} /> },
              { name: t('field.permitted'), value: t(`sharing:permitted.${origin.permitted}`) },
              { name: t('field.onward'), value: t(`sharing:onward.${origin.onward}`) },
              { name: t('field.until'), value: origin.until === null ? null : <Time at={origin.until} /> },
              { name: 'SHA-256', value: <Hash value={origin.sha256} /> },
            ]}
          />
        </Section>
      )}
      <Section
        title={t('result.title')}
        actions={
          may.change && (
            <Button size="compact-sm" variant="default" onClick={onState}>
              {t('result.act')}
            </Button>
          )
        }
      >
        {result === null ? (
          <Text size="sm" c="dimmed">
            {t('result.none')}
          </Text>
        ) : (
          <StatedResult result={result} />
        )}
      </Section>
    </>
  )
}
