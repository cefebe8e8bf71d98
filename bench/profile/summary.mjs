/** Where a CPU profile's time went: the share of each function by itself and with all it called, idle time left out. */
export function summarise({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  const functions = new Map();
  const entry = (node) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const key = `${functionName || '(anonymous)'} ${shortened(url)}:${lineNumber + 1}`;
    if (!functions.has(key)) functions.set(key, { name: key, self: 0, total: 0 });
    return functions.get(key);
  };
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const leaf = byId.get(id);
    if (leaf.callFrame.functionName === '(idle)') continue;
    const time = timeDeltas[index];
    busy += time;
    entry(leaf).self += time;
    const seen = new Set();
    for (let at = id; at !== undefined; at = parents.get(at)) seen.add(entry(byId.get(at)));
    for (const one of seen) one.total += time;
  }
  const shares = [...functions.values()].map(({ name, self, total }) => ({
    name,
    self: self / busy,
    total: total / busy,
  }));
  return { busy: busy / 1000, functions: shares.sort((a, b) => b.self - a.self) };
}

function shortened(url) {
  return url.replace(/^file:\/\//, '').replace(/^.*\/(?=(node_modules|dist)\/)/, '');
}
