import { Button, Text } from '@mantine/core'
import { IconShare } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listShares } from '../../../../../src/domain/cooperation/contract/network/shares.ts'
import { useList, useRead } from '../../../app/read.ts'
import { actsForNetwork, useSession } from '../../../app/session.ts'
import { Section } from '../../../ui/page.tsx'
import formClasses from '../../forms.module.css'
import { Mark, MarkMenu, useMarks } from './marks.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { ShareRow } from './share-row.tsx'
import type { Thing } from './thing.ts'

type Source = Extract<Thing, { kind: 'evidence' | 'finding' }>
type Props = { readonly thing: Source; readonly writes: boolean }

/** On the page of a piece of evidence: to whom a copy is shown, and the way to show one. For members of the network. */
export function ItemSharing({ item, message, kept }: { readonly item: string; readonly message: boolean; readonly kept: boolean }) {
  return <SourceSharing thing={{ kind: 'evidence', id: item, message }} writes={kept} />
}

/** The same of what was found in a report, without the report. */
export function ReportSharing({ report, codes }: { readonly report: string; readonly codes: readonly string[] }) {
  return <SourceSharing thing={{ kind: 'finding', id: report, codes }} writes={codes.length > 0} />
}

function SourceSharing(props: Props) {
  const session = useSession()
  return session.network === null || actsForNetwork(session) ? null : <Part {...props} />
}

function Part({ thing, writes }: Props) {
  const { t } = useTranslation('sharing')
  const source = useList(listShares, { query: { source: thing.id, limit: 20 } }, { live: ['share', 'shared-copy'] })
  const may = useRead(listShares, { query: { source: thing.id, limit: 1 } }, { live: ['share'] }).data?.may.draft === true
  const [open, setOpen] = useState(false)
  const marks = useMarks(thing.id)
  const secret = (marks?.items.length ?? 0) > 0
  return (
    <Section
      title={t(`object.title-${thing.kind}`)}
      id="sharing"
      actions={
        <>
          {marks?.may.set === true && <MarkMenu kind={thing.kind} id={thing.id} marks={marks.items.map(({ mark }) => mark)} />}
          {may && writes && !secret && (
            <Button size="compact-sm" variant="default" leftSection={<IconShare size={14} />} onClick={() => setOpen(true)}>
              {t('object.share')}
            </Button>
          )}
        </>
      }
    >
      {marks?.items.map((one) => (
        <Mark key={one.id} mark={one} lifts={marks.may.lift} />
      ))}
      {source.items.length > 0 ? (
        <ul className={formClasses.rows}>
          {source.items.map((one) => (
            <ShareRow key={one.id} share={one} />
          ))}
        </ul>
      ) : (
        source.state === 'ready' && (
          <Text size="sm" c="dimmed">
            {t(secret ? 'object.secret' : `object.none-${thing.kind}`)}
          </Text>
        )
      )}
      <ShareDialog thing={open ? thing : undefined} onClose={() => setOpen(false)} />
    </Section>
  )
}
