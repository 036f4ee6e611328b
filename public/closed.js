// The account of somebody was closed: what this device's local storage still has of theirs goes. The service
// worker, which has heard of it, cannot look there and leaves their name.
(async () => {
  const notes = await caches.open("notes");
  const owner = await (await notes.match("/closed"))?.text();
  if (!owner) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(`act:${owner}/`)) localStorage.removeItem(name);
  await notes.delete("/closed");
})().catch(() => {
  // Without a secure address there is no worker, and nothing was left.
});
