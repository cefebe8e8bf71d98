// CPU and memory of process trees and of the whole machine, from /proc. A tick is 10 ms.
import fs from 'node:fs';

const TICK = 10;

function processes() {
  const table = new Map();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      table.set(Number(name), { parent: fields[1], cpu: (fields[11] + fields[12] + fields[13] + fields[14]) * TICK });
    } catch {
      // it has ended meanwhile
    }
  }
  return table;
}

function treeOf(table, root) {
  const members = [root];
  for (const member of members) {
    for (const [pid, { parent }] of table) if (parent === member) members.push(pid);
  }
  return members.filter((pid) => table.has(pid));
}

/** Milliseconds of CPU that each tree has used so far, children that have ended included. */
export function cpuOf(roots) {
  const table = processes();
  return roots.map((root) => (root ? treeOf(table, root).reduce((sum, pid) => sum + table.get(pid).cpu, 0) : 0));
}

/** Milliseconds the machine was busy, idle and robbed so far, over all cores. */
export function machineTime() {
  const line = fs.readFileSync('/proc/stat', 'latin1').split('\n', 1)[0];
  const [user, nice, system, idle, wait, irq, softirq, steal] = line.trim().split(/\s+/).slice(1).map(Number);
  return { busy: (user + nice + system + irq + softirq) * TICK, idle: (idle + wait) * TICK, stolen: steal * TICK };
}

/** Resident memory of a tree in MiB, shared pages counted once. */
export function memoryOf(root) {
  let kib = 0;
  for (const pid of treeOf(processes(), root)) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0);
    } catch {
      // it has ended meanwhile
    }
  }
  return kib / 1024;
}
