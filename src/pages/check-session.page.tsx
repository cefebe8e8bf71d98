/** Shows nothing: its script answers applications that ask whether the browser is still signed in. */
export function CheckSessionPage(): string {
  return (
    '<!doctype html>' +
    (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>Session</title>
          <script src="/pages/check-session.js"></script>
        </head>
      </html>
    )
  );
}
