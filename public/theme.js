// Before the first paint: the theme the person chose on this device, if any.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A private window may refuse storage; then the device's own theme holds.
}
