import type { FieldEdit } from '../fields/edit-field.ts';
import { wrongKind } from '../fields/errors.ts';
import { refuse } from '../refusal.ts';
import { appended } from '../resource/set-field.ts';
import { get, isNull, type Mapping, type Node, scalar } from '../yaml/node.ts';

/** Of which subjects of a role binding the namespace is set. */
export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none';

/** The mode that `setRoleBindingSubjects` says; refuses (FW6002) what is none. */
export function subjectMode(text: string): SubjectMode {
  switch (text) {
    case '':
    case 'defaultOnly':
      return 'defaultOnly';
    case 'allServiceAccounts':
    case 'none':
      return text;
    default:
      return refuse(
        'FW6002',
        `invalid value ${JSON.stringify(text)} for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`,
        'Set `setRoleBindingSubjects` to one of these, or leave it out.',
        undefined,
      );
  }
}

/** The subjects with `set` applied to the namespace of those that the mode means: those called `default`, or all service accounts. */
export function editSubjects(subjects: Node, mode: SubjectMode, set: FieldEdit): Node {
  if (subjects.kind !== 'sequence') return wrongKind('sequence', subjects);
  const [key, wanted] = mode === 'defaultOnly' ? ['name', 'default'] : ['kind', 'ServiceAccount'];
  let changed = false;
  const items = subjects.items.map((subject) => {
    const edited = editSubject(subject, key, wanted, set);
    changed ||= edited !== subject;
    return edited;
  });
  return changed ? { ...subjects, items } : subjects;
}

function editSubject(subject: Node, key: string, wanted: string, set: FieldEdit): Node {
  if (isNull(subject)) return subject;
  const about = `looking up ${key} on (cluster)role binding subject: `;
  if (subject.kind !== 'mapping') return wrongKind('mapping', subject, about);
  const value = get(subject, key);
  if (isNull(value)) return subject;
  if (value.kind !== 'scalar') return wrongKind('scalar', value, about);
  return value.value === wanted ? withNamespace(subject, set) : subject;
}

function withNamespace(subject: Mapping, set: FieldEdit): Mapping {
  const index = subject.entries.findIndex((entry) => entry.key.value === 'namespace');
  const old = subject.entries[index];
  if (old === undefined) return appended(subject, 'namespace', set(scalar('', '')));
  const value = set(old.value);
  return value === old.value ? subject : { ...subject, entries: subject.entries.with(index, { key: old.key, value }) };
}
