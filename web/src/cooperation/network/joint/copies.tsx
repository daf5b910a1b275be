import { Button, Menu, Modal } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JointCopy, JointWhole } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import { ShareForm } from '../sharing/share-form.tsx'
import classes from '../sharing/sharing.module.css'
import type { Thing } from '../sharing/thing.ts'
import { TlpBadge } from '../sharing/words.tsx'

type Props = { readonly joint: JointWhole }

/** What was shared with the case: by the one way there is, so that it is looked at, approved, and called back as any share. */
export function Copies({ joint }: Props) {
  const { t } = useTranslation(['joint', 'sharing'])
  const [thing, setThing] = useState<Thing>()
  const navigate = useNavigate()
  const close = () => setThing(undefined)
  return (
    <Section title={t('copies.title')} actions={joint.may.share && <ShareMenu joint={joint} onThing={setThing} />}>
      {joint.copies.length === 0 ? (
        <p className={classes.dim}>{t('copies.none')}</p>
      ) : (
        <ul className={formClasses.rows}>
          {joint.copies.map((one) => (
            <Copy key={one.id} copy={one} />
          ))}
        </ul>
      )}
      <Modal
        opened={thing !== undefined}
        onClose={close}
        size="lg"
        title={t('copies.share')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {thing !== undefined && (
          <ShareForm
            thing={thing}
            into={joint.groups.map(({ id, reach, late }) => ({
              value: id,
              label: `${joint.code}: ${t(`to.${reach}`)}, ${t(late ? 'late.short' : 'late.not-short')}`,
              first: reach === 'agencies' && late,
            }))}
            onDone={({ id }) => {
              toast(t('sharing:draft.done'))
              close()
              void navigate({ to: '/shares/$id', params: { id } })
            }}
          />
        )}
      </Modal>
    </Section>
  )
}

function ShareMenu({ joint, onThing }: Props & { readonly onThing: (thing: Thing) => void }) {
  const { t } = useTranslation(['joint', 'sharing'])
  const own = joint.case
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} />}>
          {t('copies.share')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {own !== null && <Menu.Item onClick={() => onThing({ kind: 'case', id: own })}>{t('copies.case')}</Menu.Item>}
        <Menu.Item onClick={() => onThing({ kind: 'document' })}>{t('sharing:draft.of.document')}</Menu.Item>
        <Menu.Item onClick={() => onThing({ kind: 'indicator' })}>{t('sharing:draft.of.indicator')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Copy({ copy }: { readonly copy: JointCopy }) {
  const { t } = useTranslation(['joint', 'sharing'])
  const { id, title, from, own, share, tlp, since, reach, kind } = copy
  return (
    <li>
      <div>
        {own && share !== null ? (
          <Link to="/shares/$id" params={{ id: share }} className={classes.link}>
            <bdi>{title}</bdi>
          </Link>
        ) : (
          <Link to="/shared/$id" params={{ id }} className={classes.link}>
            <bdi>{title}</bdi>
          </Link>
        )}{' '}
        <small>{t(`sharing:kind.${kind}`)}</small>
        <div>
          <small>
            <bdi>{from}</bdi> · <Time at={since} style="date" />
          </small>
        </div>
      </div>
      <span>
        <TlpBadge tlp={tlp} /> {own && <Badge>{t(`to.${reach}`)}</Badge>}
      </span>
    </li>
  )
}
