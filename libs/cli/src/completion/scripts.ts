/** The shells that words can be completed in. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/*
 * Each script asks `fleetwright complete -- <words so far>`, whose lines are a value, a tab and what it does. What was typed is
 * passed on as arguments and never evaluated. The command is that of the PATH, else that of the repository one stands in.
 */
const program = '"$PATH:$(git rev-parse --show-toplevel 2>/dev/null)/node_modules/.bin"';

// Bash 3.2, that of macOS, has to read it. `:` and `=` split words there; no name of ours has one.
const bash = `# Completion of fleetwright for bash: eval "$(npx fleetwright completion bash)"
_fleetwright() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(env PATH=${program} fleetwright complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -F _fleetwright fleetwright
`;

const zsh = `# Completion of fleetwright for zsh: eval "$(npx fleetwright completion zsh)", behind compinit
_fleetwright() {
  local line value
  local -a whole begun
  for line in "\${(@f)$(env PATH=${program} fleetwright complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    value="\${line%%$'\\t'*}"
    if [[ -z $value ]]; then
      continue
    elif [[ $value == */ ]]; then
      begun+=("$value")
    else
      whole+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  (( \${#begun} )) && compadd -S '' -- "\${begun[@]}"
  (( \${#whole} )) && _describe -t values fleetwright whole
}
compdef _fleetwright fleetwright
`;

const fish = `# Completion of fleetwright for fish: npx fleetwright completion fish | source
function __fleetwright_complete
  set -l words (commandline -opc)
  env PATH=${program} fleetwright complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c fleetwright -f -a '(__fleetwright_complete)'
`;

/** The script that makes a shell complete the words of the command. */
export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell];
}
