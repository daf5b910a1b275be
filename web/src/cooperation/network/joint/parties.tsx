import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  type JointParty,
  type JointWhole,
  proposeJointLead,
  removeFromJointCase,
} from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import classes from '../sharing/sharing.module.css'
import { jointKinds } from './words.tsx'

type Props = { readonly joint: JointWhole }

/** Who is in it; for agencies also who was asked, and who went. */
export function Parties({ joint }: Props) {
  const { t } = useTranslation('joint')
  return (
    <Section title={t('parties.title')} lead={t('parties.lead')}>
      <ul className={formClasses.rows}>
        {joint.parties.map((party) => (
          <Party key={party.id} joint={joint} party={party} />
        ))}
      </ul>
    </Section>
  )
}

function Party({ joint, party }: Props & { readonly party: JointParty }) {
  const { t } = useTranslation('joint')
  const { name, country, kind, state, own, leads, member } = party
  return (
    <li>
      <div>
        <Link to="/network/members/$id" params={{ id: member }} className={classes.link}>
          <bdi>{name}</bdi>
        </Link>{' '}
        <small>
          <Country code={country} /> · {t(`kind.${kind}`)}
        </small>{' '}
        {own && <Badge tone="accent">{t('parties.you')}</Badge>} {leads && <Badge tone="good">{t('parties.leads')}</Badge>}{' '}
        {joint.proposed === party.id && <Badge tone="warn">{t('parties.asked-to-lead')}</Badge>}
        <div>
          <small>
            {t(`party.${state}`)} <Time at={party.endedAt ?? party.since ?? party.invitedAt} style="date" />
          </small>
        </div>
      </div>
      {joint.may.lead && !own && party.endedAt === null && <Acts joint={joint} party={party} />}
    </li>
  )
}

function Acts({ joint, party }: Props & { readonly party: JointParty }) {
  const { t } = useTranslation('joint')
  const confirm = useConfirm()
  const remove = useQuickAct(removeFromJointCase, jointKinds)
  const propose = useQuickAct(proposeJointLead, jointKinds)
  const params = { id: joint.id }
  const { name } = party
  const invited = party.state === 'invited'
  const proposed = joint.proposed === party.id
  const askRemove = async () => {
    const word = invited ? 'uninvite' : 'remove'
    const sure = await confirm({ title: t(`${word}.title`, { name }), consequence: t(`${word}.means`), act: t(`${word}.act`), grave: true })
    if (sure) await remove({ params, body: { party: party.id } }, t(`${word}.done`, { name }))
  }
  const askLead = async () => {
    const sure = proposed || (await confirm({ title: t('lead.title', { name }), consequence: t('lead.means'), act: t('lead.act') }))
    if (sure) await propose({ params, body: { party: proposed ? null : party.id } }, proposed ? t('lead.kept') : t('lead.asked', { name }))
  }
  return (
    <div className="t-no-print">
      {party.kind === 'agency' && !invited && (
        <Button variant="subtle" size="compact-sm" onClick={() => void askLead()}>
          {t(proposed ? 'lead.keep' : 'lead.act')}
        </Button>
      )}
      <Button variant="subtle" color="red" size="compact-sm" onClick={() => void askRemove()}>
        {t(invited ? 'uninvite.act' : 'remove.act')}
      </Button>
    </div>
  )
}
