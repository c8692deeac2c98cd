import { readFileSync } from 'node:fs';

/** Memory of a process as Linux says it, in bytes. */
export interface Memory {
  /** What is resident now (VmRSS). */
  readonly now: number;
  /** The most that was ever resident (VmHWM). */
  readonly peak: number;
}

/** The memory of a process. @throws Error where there is no such process, or no /proc */
export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** Time of processors that a process has taken, in seconds (proc(5): utime and stime, in hundredths of a second on every Linux that Node runs on). */
export function cpuOf(pid: number): number {
  // The name may hold anything; fields are counted after its closing parenthesis.
  const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
