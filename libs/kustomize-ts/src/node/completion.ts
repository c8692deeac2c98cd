import { flagNames, UsageError } from './flags.ts';

const commands = 'build completion version help';
const restrictors = 'LoadRestrictionsRootOnly LoadRestrictionsNone';
const flags = flagNames.join(' ');

const scripts: Readonly<Record<string, string>> = {
  bash: `# kustomize-ts completion bash > /etc/bash_completion.d/kustomize-ts
_kustomize_ts() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W '${commands}' -- "$word")); return; fi
  case $before in
    --load-restrictor) COMPREPLY=($(compgen -W '${restrictors}' -- "$word")); return ;;
    --reorder) COMPREPLY=($(compgen -W 'legacy none' -- "$word")); return ;;
    completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word")); return ;;
    -o|--output|--helm-command) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W '${flags}' -- "$word")) ;;
    *) compopt -o nospace 2>/dev/null; COMPREPLY=($(compgen -d -S / -- "$word")) ;;
  esac
}
complete -F _kustomize_ts kustomize-ts
`,
  zsh: `#compdef kustomize-ts
# kustomize-ts completion zsh > "\${fpath[1]}/_kustomize-ts"
_kustomize_ts() {
  if (( CURRENT == 2 )); then compadd ${commands}; return; fi
  case $words[CURRENT-1] in
    --load-restrictor) compadd ${restrictors}; return ;;
    --reorder) compadd legacy none; return ;;
    completion) compadd bash zsh fish; return ;;
    -o|--output|--helm-command) _files; return ;;
  esac
  if [[ $words[CURRENT] == -* ]]; then compadd -- ${flags}; else _files -/; fi
}
compdef _kustomize_ts kustomize-ts
`,
  fish: `# kustomize-ts completion fish > ~/.config/fish/completions/kustomize-ts.fish
complete -c kustomize-ts -f
complete -c kustomize-ts -n __fish_use_subcommand -a '${commands}'
complete -c kustomize-ts -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c kustomize-ts -n '__fish_seen_subcommand_from build' -a '(__fish_complete_directories)'
${flagNames.map((name) => `complete -c kustomize-ts -n '__fish_seen_subcommand_from build' -l ${name.slice(2)}`).join('\n')}
`,
};

/** The script that teaches a shell the words of the command; throws a {@link UsageError} for other shells. */
export function completion(shell: string | undefined): string {
  const script = shell === undefined ? undefined : scripts[shell];
  if (script === undefined) throw new UsageError('name a shell: kustomize-ts completion bash, zsh or fish');
  return script;
}
