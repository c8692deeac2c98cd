import { type Disk, realDisk } from './disk.ts';

/** What happens at one call: the process is as if killed (nothing happens from then on), or a call fails once, or all do from then on. */
export type Fault = 'kill' | { readonly code: string; readonly times: 'once' | 'forever' };

/** A disk that counts its calls, for tests. */
export interface FaultyDisk extends Disk {
  readonly calls: readonly string[];
}

/** The real disk, but that the call number `at` (from 0) and perhaps those after it fail. With -1 none does. */
export function faultyDisk(at: number, fault: Fault): FaultyDisk {
  const calls: string[] = [];
  function call<Args extends readonly unknown[], T>(name: string, act: (...args: Args) => T): (...args: Args) => T {
    return (...args) => {
      const [path] = args;
      calls.push(typeof path === 'string' ? `${name} ${path}` : name);
      const number = calls.length - 1;
      const fails = at >= 0 && (fault !== 'kill' && fault.times === 'once' ? number === at : number >= at);
      if (!fails) return act(...args);
      throw fault === 'kill' ? new Error('killed') : failure(fault.code, name);
    };
  }
  return {
    calls,
    windows: false,
    create: call('create', realDisk.create),
    write: call('write', realDisk.write),
    chmod: call('chmod', realDisk.chmod),
    sync: call('sync', realDisk.sync),
    // A descriptor of a process that was killed is closed by the system.
    close: (file) => {
      realDisk.close(file);
      call('close', () => undefined)();
    },
    rename: call('rename', realDisk.rename),
    link: call('link', realDisk.link),
    unlink: call('unlink', realDisk.unlink),
    mkdir: call('mkdir', realDisk.mkdir),
    rmdir: call('rmdir', realDisk.rmdir),
    open: call('open', realDisk.open),
    read: call('read', realDisk.read),
    lstat: call('lstat', realDisk.lstat),
    list: call('list', realDisk.list),
  };
}

function failure(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall });
}
