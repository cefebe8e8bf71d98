interface CheckSessionProps {
  /** The path of its script. */
  script: string;
  /** The cookie by which the script tells whether the session is another. */
  cookieName: string;
}

/** Shows nothing: its script answers applications that ask whether the browser is still signed in. */
export function CheckSessionPage({ script, cookieName }: CheckSessionProps): string {
  return (
    '<!doctype html>' +
    (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>Session</title>
          <script src={script} data-cookie={cookieName}></script>
        </head>
      </html>
    )
  );
}
