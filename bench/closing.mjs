/**
 * Does work after which nothing is left of what it started, however it ends: by its end, by a fault, or because it is stopped.
 *
 * @param {(closers: (() => unknown)[]) => Promise<void>} work adds what ends each thing that it starts
 */
export async function closingAll(work) {
  const closers = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  process.once('SIGINT', () => void closeAll().then(() => process.exit(130)));
  process.once('SIGTERM', () => void closeAll().then(() => process.exit(143)));
  try {
    await work(closers);
  } finally {
    await closeAll();
  }
}
