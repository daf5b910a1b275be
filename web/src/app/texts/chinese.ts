import problems from '../catalogue/zh-CN/problems.json'
import shell from '../catalogue/zh-CN/shell.json'
import ui from '../catalogue/zh-CN/ui.json'

export const atOnce = { problems, shell, ui }
export const later = import.meta.glob<{ readonly default: object }>([
  '../catalogue/zh-CN/*.json',
  '!../catalogue/zh-CN/{problems,shell,ui}.json',
])
