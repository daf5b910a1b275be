import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { approveAnswer, dropAnswer } from '../../../../../src/domain/cooperation/contract/network/request-exchange.ts'
import type { RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Mono } from '../../../ui/code.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import network from '../network.module.css'
import { Laws } from '../questionnaire/laws.tsx'
import { AnswerTerms } from './answer-terms.tsx'
import classes from './requests.module.css'

/** An answer that waits for a second person: the very words, and giving them or not. */
export function WaitingAnswer({ request }: { readonly request: RequestWhole }) {
  const { t } = useTranslation(['requests', 'disclosures', 'sharing'])
  const confirm = useConfirm()
  const approve = useQuickAct(approveAnswer, ['request'])
  const drop = useQuickAct(dropAnswer, ['request'])
  const { id, waits, other, unsaid } = request
  if (waits === null) return null
  const { act, text, lines, terms, restsOn, sha256, draftedBy, draftedAt, may } = waits
  const askApprove = async () => {
    const sure = await confirm({
      title: t('second.title'),
      consequence: t('second.means', { name: other.name }),
      act: t('second.approve'),
    })
    if (sure) await approve({ params: { id }, body: { sha256 } }, t(`did.${act}`))
  }
  const askDrop = async () => {
    const sure = await confirm({ title: t('second.drop'), consequence: t('second.drop-means'), act: t('second.drop') })
    if (sure) await drop({ params: { id } }, t('second.dropped'))
  }
  const files = unsaid.filter((one) => waits.files.includes(one.id))
  return (
    <Section title={t('second.title')} lead={t('second.what')}>
      <Stack gap="sm" align="flex-start">
        <small>
          {t(`act.${act}`)} · {draftedBy.name !== null && <bdi>{draftedBy.name}</bdi>} · <Time at={draftedAt} />
        </small>
        <AnswerTerms terms={terms} />
        {restsOn.length > 0 && (
          <Facts
            facts={[
              {
                name: t('sharing:field.rests-on'),
                value: restsOn.map((one) => (
                  <div key={one.id}>
                    {one.title === null ? (
                      <Mono>{one.id}</Mono>
                    ) : (
                      <Link to="/shared/$id" params={{ id: one.id }} className={network.link}>
                        <bdi>{one.title}</bdi>
                      </Link>
                    )}
                  </div>
                )),
              },
            ]}
          />
        )}
        <Text dir="auto" className={classes.long}>
          {text}
        </Text>
        {lines.length > 0 && (
          <Facts
            facts={lines.map((line) => ({
              name: t(`disclosures:data.${line.data}`),
              value: (
                <>
                  {t(`answer-line.${line.said}`)} <bdi className={classes.long}>{line.text}</bdi>
                </>
              ),
            }))}
          />
        )}
        {files.length > 0 && (
          <ul>
            {files.map((one) => (
              <li key={one.id}>
                <bdi>{one.name}</bdi>
              </li>
            ))}
          </ul>
        )}
        {other.member !== null && <Laws others={[{ member: other.member, name: other.name }]} as="recipient" />}
        {!may.approve && <Text>{t('second.not-you')}</Text>}
        <Group gap="xs">
          {may.approve && <Button onClick={() => void askApprove()}>{t('second.approve')}</Button>}
          {may.drop && (
            <Button variant="default" onClick={() => void askDrop()}>
              {t('second.drop')}
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  )
}
