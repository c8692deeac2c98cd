import { cpus, totalmem } from 'node:os';

/** Where and when something was measured. */
export interface Machine {
  /** Day, in UTC. */
  readonly date: string;
  readonly cpu: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
}

/** This machine, today. */
export function machineOf(): Machine {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpu?.model ?? 'unknown',
    processors: cpus().length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
}
