import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDoorExit, IconKey, IconPencil } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type MemberWhole, readMember } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { Answer } from '../../app/answer.tsx'
import { LinkButton } from '../../app/link-button.tsx'
import { useRead } from '../../app/read.ts'
import { actsForNetwork, useSession } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mono } from '../../ui/code.tsx'
import { Country, Language } from '../../ui/country.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { BackToMembers } from './back.tsx'
import { MemberContacts } from './contacts.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { MemberForm } from './member-form.tsx'
import classes from './network.module.css'
import { OpenDialog } from './open-dialog.tsx'
import { Representations } from './representations.tsx'
import { MemberState, useMemberKind } from './words.tsx'

const route = getRouteApi('/shell/network/members/$id')

/** A member of the network with all that the reader may see of it. */
export function MemberPage() {
  const { id } = route.useParams()
  const back = <BackToMembers />
  return (
    <Answer of={useRead(readMember, { params: { id } }, { live: ['member'], id })} whole back={back}>
      {(member) => <Whole member={member} back={back} />}
    </Answer>
  )
}

function Whole({ member, back }: { readonly member: MemberWhole; readonly back: ReactNode }) {
  const kindOf = useMemberKind()
  return (
    <Page title={member.name} lead={<bdi>{kindOf(member)}</bdi>} back={back} actions={<Acts member={member} />}>
      <Standing member={member} />
      {member.kind === 'agency' && <Mandate member={member} />}
      <MemberContacts member={member} mayKeep={member.state === 'member' && member.may.change} />
      <Representations member={member} />
      <Reach member={member} />
    </Page>
  )
}

function Acts({ member }: { readonly member: MemberWhole }) {
  const { t } = useTranslation('network')
  const [editing, edit] = useDisclosure(false)
  const [opening, open] = useDisclosure(false)
  const [leaving, leave] = useDisclosure(false)
  const { may } = member
  const session = useSession()
  return (
    <>
      {member.kind === 'industry' && member.state === 'member' && (
        <LinkButton to="/network/members/$id/disclosure" params={{ id: member.id }} variant="default">
          {t('member.disclosure')}
        </LinkButton>
      )}
      {member.here && member.state === 'member' && !actsForNetwork(session) && (
        <LinkButton to="/requests/new" search={{ member: member.id }} variant="default">
          {t('member.ask-help')}
        </LinkButton>
      )}
      {may.end && (
        <Button variant="default" leftSection={<IconDoorExit size={16} className="t-along" />} onClick={leave.open}>
          {t('leave.do')}
        </Button>
      )}
      {may.open && (
        <Button variant="default" leftSection={<IconKey size={16} />} onClick={open.open}>
          {t('open.do')}
        </Button>
      )}
      {may.change && (
        <Button leftSection={<IconPencil size={16} />} onClick={edit.open}>
          {t('member.edit')}
        </Button>
      )}
      <Modal opened={editing} onClose={edit.close} title={t('member.edit')} size="lg" closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <MemberForm member={member} onDone={edit.close} />
      </Modal>
      <OpenDialog member={member} open={opening} onClose={open.close} />
      <LeaveDialog member={member} open={leaving} onClose={leave.close} />
    </>
  )
}

type Part = { readonly member: MemberWhole }

function Standing({ member }: Part) {
  const { t } = useTranslation('network')
  const kindOf = useMemberKind()
  const { joinedAt, leftAt, leftWhy, organisation } = member
  return (
    <Section title={t('member.about')}>
      <Facts
        facts={[
          { name: t('field.state'), value: <MemberState state={member.state} /> },
          { name: t('field.kind'), value: <bdi>{kindOf(member)}</bdi> },
          {
            name: t('field.country'),
            value: (
              <Link to="/network/countries/$code" params={{ code: member.country }} className={classes.link}>
                <Country code={member.country} />
              </Link>
            ),
          },
          joinedAt !== null && { name: t('field.joined'), value: <Time at={joinedAt} style="date" /> },
          leftAt !== null && { name: t('field.left'), value: <Time at={leftAt} style="date" /> },
          leftWhy !== null && { name: t('field.left-why'), value: <bdi>{leftWhy}</bdi> },
          member.state === 'member' && {
            name: t('field.here'),
            value: (
              <>
                <Badge tone={member.here ? 'good' : 'plain'}>{t(member.here ? 'here.yes' : 'here.no')}</Badge>{' '}
                {organisation !== null && organisation.name !== member.name && <bdi>{organisation.name}</bdi>}
              </>
            ),
          },
          { name: t('field.public'), value: t(member.public ? 'public.yes' : 'public.no') },
          { name: t('field.changed'), value: <Time at={member.changedAt} /> },
        ]}
      />
    </Section>
  )
}

function Mandate({ member }: Part) {
  const { t } = useTranslation('network')
  const { legalBasis, laws, powers } = member
  if (legalBasis === '' && laws.length === 0 && powers.length === 0) return null
  return (
    <Section title={t('member.mandate')}>
      <Facts
        facts={[
          legalBasis !== '' && { name: t('field.legal-basis'), value: <Long text={legalBasis} /> },
          laws.length > 0 && { name: t('field.laws'), value: t('list', { these: laws.map((one) => t(`law.${one}`)) }) },
          powers.length > 0 && { name: t('field.powers'), value: t('list', { these: powers.map((one) => t(`power.${one}`)) }) },
        ]}
      />
    </Section>
  )
}

function Reach({ member }: Part) {
  const { t } = useTranslation('network')
  const { languages, hours, website, resources } = member
  return (
    <Section title={t('member.reach')}>
      <Facts
        facts={[
          languages.length > 0 && {
            name: t('field.languages'),
            value: languages.map((tag, at) => (
              <span key={tag}>
                {at > 0 && ' · '}
                <Language tag={tag} />
              </span>
            )),
          },
          { name: t('field.zone'), value: <bdi>{member.timeZone.replaceAll('_', ' ')}</bdi> },
          hours !== '' && { name: t('field.hours'), value: <bdi>{hours}</bdi> },
          website !== null && {
            name: t('field.website'),
            value: (
              <a href={website} rel="noreferrer noopener" target="_blank" className={classes.link}>
                <bdi>{website}</bdi>
              </a>
            ),
          },
          resources.length > 0 && {
            name: t('field.resources'),
            value: resources.map((one) => (
              <div key={one}>
                <Mono>{one}</Mono>
              </div>
            )),
          },
        ]}
      />
    </Section>
  )
}

function Long({ text }: { readonly text: string }) {
  return <bdi style={{ whiteSpace: 'pre-wrap' }}>{text}</bdi>
}
