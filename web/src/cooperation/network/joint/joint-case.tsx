import { Button, Stack } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  answerJointInvitation,
  type JointAct,
  type JointWhole,
  readJointCase,
} from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts, Timeline } from '../../../ui/facts.tsx'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import formClasses from '../../forms.module.css'
import classes from '../sharing/sharing.module.css'
import { TlpBadge } from '../sharing/words.tsx'
import { Copies } from './copies.tsx'
import { Entries } from './entries.tsx'
import { JointActs } from './joint-acts.tsx'
import { OwnCase } from './own-case.tsx'
import { Parties } from './parties.tsx'
import { JointState, jointKinds } from './words.tsx'

const route = getRouteApi('/shell/joint-cases/$id')

/** One joint case, as one's own organisation sees it. */
export function JointCasePage() {
  const { t } = useTranslation('joint')
  const { id } = route.useParams()
  const back = (
    <LinkButton to="/joint-cases" variant="default">
      {t('title')}
    </LinkButton>
  )
  return (
    <Answer of={useRead(readJointCase, { params: { id } }, { live: jointKinds })} whole back={back}>
      {(joint) => <Whole joint={joint} />}
    </Answer>
  )
}

type Props = { readonly joint: JointWhole }

function Whole({ joint }: Props) {
  const { t } = useTranslation('joint')
  const { code, title, state, brief } = joint
  const inside = state === 'in' || state === 'closed'
  return (
    <Page
      title={title ?? code}
      lead={
        <>
          <bdi>{code}</bdi> · <JointState state={state} /> {joint.leads && <Badge tone="accent">{t('leads')}</Badge>}
        </>
      }
      back={
        <Link to="/joint-cases" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('title')}
        </Link>
      }
      actions={state === 'invited' ? <Invitation joint={joint} /> : <JointActs joint={joint} />}
      aside={
        <Stack gap="md" miw={0}>
          <About joint={joint} />
          <ProofsLink subject={joint.id} />
          <OwnCase joint={joint} />
          {inside && <Parties joint={joint} />}
        </Stack>
      }
    >
      <Stack gap="md" miw={0}>
        {brief !== null && (
          <Section title={t('brief.title')}>
            <p className={formClasses.paper}>
              <bdi>{brief.text}</bdi>
            </p>
          </Section>
        )}
        {state === 'invited' && <p className={classes.dim}>{t('invited.what')}</p>}
        {!inside && state !== 'invited' && <p className={classes.dim}>{t('outside.what')}</p>}
        {state !== 'invited' && <Entries joint={joint} />}
        {inside && <Copies joint={joint} />}
        {inside && (
          <Section title={t('acts.title')}>
            <Acts acts={joint.acts} />
          </Section>
        )}
      </Stack>
    </Page>
  )
}

/** Comes in, or declines; nobody has to say why. */
function Invitation({ joint }: Props) {
  const { t } = useTranslation('joint')
  const confirm = useConfirm()
  const answer = useQuickAct(answerJointInvitation, jointKinds)
  if (!joint.may.answer) return null
  const ask = async (accept: boolean) => {
    const word = accept ? 'accept' : 'decline'
    const sure = await confirm({ title: t(`${word}.title`), consequence: t(`${word}.means`), act: t(`${word}.act`), grave: !accept })
    if (sure) await answer({ params: { id: joint.id }, body: { accept } }, t(`${word}.done`))
  }
  return (
    <>
      <Button variant="default" onClick={() => void ask(false)}>
        {t('decline.act')}
      </Button>
      <Button onClick={() => void ask(true)}>{t('accept.act')}</Button>
    </>
  )
}

function About({ joint }: Props) {
  const { t } = useTranslation(['joint', 'sharing'])
  const { lead, leadSince, brief, opened, closed, at } = joint
  return (
    <Section title={t('about')}>
      <Facts
        facts={[
          lead !== null && {
            name: t('field.lead'),
            value: (
              <>
                <bdi>{lead.name}</bdi>, <Country code={lead.country} />
              </>
            ),
          },
          leadSince !== null && leadSince !== opened && { name: t('field.lead-since'), value: <Time at={leadSince} style="date" /> },
          brief !== null && { name: t('sharing:field.mark'), value: <TlpBadge tlp={brief.tlp} /> },
          brief !== null && { name: t('sharing:field.permitted'), value: t(`sharing:permitted.${brief.permitted}`) },
          brief !== null && { name: t('field.ground'), value: <bdi>{brief.ground}</bdi> },
          opened !== null && { name: t('field.opened'), value: <Time at={opened} style="date" /> },
          closed !== null && { name: t('field.closed'), value: <Time at={closed.at} style="date" /> },
          closed !== null && { name: t('field.outcome'), value: t(`outcome.${closed.outcome}`) },
          opened === null && { name: t('field.over'), value: <Time at={at} /> },
        ]}
      />
    </Section>
  )
}

const tones: Partial<Record<JointAct['what'], Tone>> = {
  opened: 'good',
  joined: 'good',
  'taken-out': 'bad',
  'lead-moved': 'accent',
  'lead-fell': 'accent',
  closed: 'note',
}

// two names beside each other stay apart, whichever way they run
const isolated = (name: string) => `\u2068${name}\u2069`

function Acts({ acts }: { readonly acts: readonly JointAct[] }) {
  const { t } = useTranslation('joint')
  return (
    <Timeline
      label={t('acts.title')}
      moments={acts.map((one) => ({
        id: one.id,
        ...(tones[one.what] === undefined ? {} : { tone: tones[one.what] as Tone }),
        when: <Time at={one.at} />,
        what: t(`acts.${one.what}`, { by: isolated(one.by), name: isolated(one.name ?? '…') }),
      }))}
    />
  )
}
