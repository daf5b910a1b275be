import { Alert, Button, Group, Modal } from '@mantine/core'
import { useDisclosure as useOpen } from '@mantine/hooks'
import { IconArrowLeft, IconPencil } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { changedLines } from '../../../../src/domain/cooperation/contract/network/disclosure-changes.ts'
import {
  type DisclosureView,
  dropDisclosure,
  publishDisclosure,
  readDisclosure,
  readDisclosureVersion,
} from '../../../../src/domain/cooperation/contract/network/disclosures.ts'
import { readMember } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Language } from '../../ui/country.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page, pageClasses, Section } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './disclosure.module.css'
import { DisclosureForm } from './disclosure-form.tsx'
import { givenTones } from './disclosure-words.ts'
import { Versions } from './versions.tsx'

const route = getRouteApi('/shell/network/members/$id/disclosure')

/** What a member of industry can give to agencies, and how it is asked: in force, in draft, and before. */
export function DisclosurePage() {
  const { t } = useTranslation('disclosures')
  const { id } = route.useParams()
  const name = useRead(readMember, { params: { id } }, { live: ['member'], id }).data?.name
  const result = useRead(readDisclosure, { params: { id } }, { live: ['disclosure'] })
  const [editing, edit] = useOpen(false)
  const back = (
    <Link to="/network/members/$id" params={{ id }} className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      <bdi>{name ?? t('column.member')}</bdi>
    </Link>
  )
  return (
    <Page
      title={t('page.title')}
      lead={t('page.lead')}
      back={back}
      actions={
        result.data?.may.change === true && (
          <Button leftSection={<IconPencil size={16} />} onClick={edit.open}>
            {t(result.data.draft === null ? 'page.write' : 'page.go-on')}
          </Button>
        )
      }
    >
      <Answer of={result}>
        {({ inForce, draft, versions, may }) => (
          <>
            {draft !== null && <Draft member={id} draft={draft} inForce={inForce} may={may.change} />}
            {inForce !== null && <Said title={t('state.in-force')} said={inForce} />}
            {inForce === null && draft === null && <Empty title={t('page.none')} text={t('page.none-why')} />}
            {versions.length > 1 && (
              <Versions
                title={t('page.versions')}
                all={versions.map(({ id: one, version, state, publishedAt }) => ({
                  id: one,
                  at: publishedAt,
                  earlier: state === 'superseded',
                  told: (
                    <>
                      {t('page.version', { number: version })} <Badge tone="plain">{t(`state.${state}`)}</Badge>
                    </>
                  ),
                }))}
                show={(one) => <Earlier id={one} />}
              />
            )}
            <Modal
              opened={editing}
              onClose={edit.close}
              size="xl"
              title={t('page.write')}
              closeButtonProps={{ 'aria-label': t('ui:close') }}
            >
              <DisclosureForm member={id} said={draft ?? inForce} onDone={edit.close} />
            </Modal>
          </>
        )}
      </Answer>
    </Page>
  )
}

function Earlier({ id }: { readonly id: string }) {
  const { t } = useTranslation('disclosures')
  return (
    <Answer of={useRead(readDisclosureVersion, { params: { id } }, {})}>
      {(said) => <Said title={t('state.superseded')} said={said} />}
    </Answer>
  )
}

type DraftProps = {
  readonly member: string
  readonly draft: DisclosureView
  readonly inForce: DisclosureView | null
  readonly may: boolean
}

function Draft({ member, draft, inForce, may }: DraftProps) {
  const { t } = useTranslation('disclosures')
  const confirm = useConfirm()
  const publish = useQuickAct(publishDisclosure, ['disclosure'])
  const drop = useQuickAct(dropDisclosure, ['disclosure'])
  const changed = changedLines(inForce?.lines ?? [], draft.lines).length
  const askPublish = async () => {
    const yes = await confirm({
      title: t('publish.title'),
      consequence: t('publish.consequence', { count: changed }),
      act: t('publish.act'),
    })
    if (yes) await publish({ params: { id: member }, body: { changedAt: draft.changedAt } }, t('publish.done'))
  }
  const askDrop = async () => {
    const yes = await confirm({ title: t('drop.title'), consequence: t('drop.consequence'), act: t('drop.act'), grave: true })
    if (yes) await drop({ params: { id: member } }, t('drop.done'))
  }
  return (
    <>
      <Alert variant="light" className="t-no-print">
        <p>{t('page.draft-why')}</p>
        {may && (
          <Group gap="sm">
            <Button size="compact-md" onClick={() => void askPublish()}>
              {t('publish.act')}
            </Button>
            <Button size="compact-md" variant="default" onClick={() => void askDrop()}>
              {t('drop.act')}
            </Button>
          </Group>
        )}
      </Alert>
      <Said title={t('state.draft')} said={draft} />
    </>
  )
}

function Said({ title, said }: { readonly title: string; readonly said: DisclosureView }) {
  const { t } = useTranslation('disclosures')
  const { emergencyHours } = said
  return (
    <Section title={`${title}: ${t('page.version', { number: said.version })}`}>
      <Facts
        facts={[
          { name: t('how.channel'), value: t(`channel.${said.channel}`) },
          said.address !== '' && { name: t('how.address'), value: <bdi>{said.address}</bdi> },
          said.languages.length > 0 && {
            name: t('how.languages'),
            value: said.languages.map((tag, at) => (
              <span key={tag}>
                {at > 0 && ' · '}
                <Language tag={tag} />
              </span>
            )),
          },
          said.needs.length > 0 && { name: t('how.needs'), value: said.needs.map((need) => t(`need.${need}`)).join(' · ') },
          said.emergency !== '' && { name: t('how.emergency'), value: <bdi>{said.emergency}</bdi> },
          emergencyHours !== null && { name: t('how.emergency-hours'), value: t('hours', { count: emergencyHours }) },
          said.note !== '' && { name: t('how.note'), value: <bdi className={classes.long}>{said.note}</bdi> },
          said.publishedAt !== null && { name: t('page.since'), value: <Time at={said.publishedAt} /> },
        ]}
      />
      <Lines said={said} />
    </Section>
  )
}

function Lines({ said }: { readonly said: DisclosureView }) {
  const { t } = useTranslation('disclosures')
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption>{t('page.lines')}</caption>
        <thead>
          <tr>
            {(['data', 'asker', 'given', 'grounds', 'days', 'kept', 'told', 'cost'] as const).map((one) => (
              <th key={one} scope="col">
                {t(`column.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {said.lines.map((line) => (
            <tr key={`${line.category} ${line.asker}`}>
              <th scope="row">{t(`data.${line.category}`)}</th>
              <td>{t(`asker.${line.asker}`)}</td>
              <td>
                <Badge tone={givenTones[line.given]}>{t(`given.${line.given}`)}</Badge>
                {line.condition !== '' && <bdi className={classes.long}>{line.condition}</bdi>}
              </td>
              <td>{line.grounds.map((ground) => t(`ground.${ground}`)).join(' · ')}</td>
              <td>{line.days === null ? '' : t('days', { count: line.days })}</td>
              <td>{line.keptDays === null ? '' : t('days', { count: line.keptDays })}</td>
              <td>{line.given === 'no' ? '' : t(`told.${line.told}`)}</td>
              <td>
                <bdi>{line.cost}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
