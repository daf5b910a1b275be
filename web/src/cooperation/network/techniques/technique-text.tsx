import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CopiedResult } from '../../../../../src/domain/cooperation/contract/network/copied.ts'
import type { techniqueKinds } from '../../../../../src/domain/cooperation/contract/network/technique-names.ts'
import { CodeBlock } from '../../../ui/code.tsx'
import { type Fact, Facts } from '../../../ui/facts.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { save } from '../../../ui/save.ts'
import { dayText } from '../day.ts'

type Kind = (typeof techniqueKinds)[number]
const endings: Readonly<Record<Kind, string>> = { rules: 'rules.txt', yara: 'yar', indicators: 'indicators.txt', tokens: 'tokens.txt' }

/** The text of a technique, and the same as a file. */
export function TechniqueText({ kind, name, text }: { readonly kind: Kind; readonly name: string; readonly text: string }) {
  const { t } = useTranslation('techniques')
  const take = () =>
    save(new Blob([text], { type: 'text/plain' }), `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}.${endings[kind]}`)
  return (
    <>
      <CodeBlock text={text} height="24rem" />
      <div className="t-no-print">
        <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} onClick={take}>
          {t('download')}
        </Button>
      </div>
    </>
  )
}

/** What a version came to, as its owner states it. */
export function StatedResult({ result, more = [] }: { readonly result: CopiedResult; readonly more?: readonly Fact[] }) {
  const { t } = useTranslation('techniques')
  const { locale } = usePreferences()
  const of = (part: number, whole: number) =>
    `${t('of', { part, whole })}${whole === 0 ? '' : ` (${formatNumber(part / whole, locale, { style: 'percent', maximumFractionDigits: 1 })})`}`
  return (
    <Facts
      facts={[
        { name: t('result.corpus'), value: <bdi>{result.corpus}</bdi> },
        { name: t('result.true-positives'), value: of(result.truePositives, result.unwanted) },
        { name: t('result.false-positives'), value: of(result.falsePositives, result.wanted) },
        { name: t('result.measured-on'), value: dayText(result.measuredOn, locale) },
        { name: t('result.measured-by'), value: <bdi>{result.measuredBy}</bdi> },
        ...more,
      ]}
    />
  )
}
